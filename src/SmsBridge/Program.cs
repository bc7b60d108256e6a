Console.WriteLine("smsbridge");
