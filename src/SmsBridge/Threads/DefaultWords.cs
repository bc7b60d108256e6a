namespace SmsBridge.Threads;

/// <summary>What the bridge says in one language where neither number document nor settings say otherwise.</summary>
internal sealed record Words(string Handoff, string Expired, string Unsupported, string Apology, string Help, string Stop, string Start);

/// <summary>
/// One segment each: GSM-7 where the language can be written in it, so the wording goes around letters that the alphabet lacks; Polish and Japanese
/// keep theirs and are shorter. STOP and START stay as they are, because carriers know them in this form.
/// </summary>
internal static class DefaultWords
{
    public static readonly IReadOnlyDictionary<string, Words> ByLanguage = new Dictionary<string, Words>(StringComparer.OrdinalIgnoreCase)
    {
        ["en"] = new(
            "One moment please, we are connecting you with a member of our team.",
            "Sorry, nobody from our team is free right now. Please text us again and our assistant will help you.",
            "Sorry, we cannot read this kind of message. Please send us a text.",
            "Sorry, something went wrong on our side and your last message may not have come through. Please send it again.",
            "Text us your question and we will answer here. Reply STOP to get no more texts.",
            "You are unsubscribed and will get no more texts from us. Reply START to come back.",
            "You are subscribed again. Text us your question. Reply STOP to get no more texts."
        ),
        ["es"] = new(
            "Un momento, por favor. Le ponemos en contacto con una persona de nuestro equipo.",
            "Lo sentimos, nadie de nuestro equipo puede atenderle ahora. Escriba de nuevo y le ayuda nuestro asistente.",
            "Lo sentimos, no podemos leer este tipo de mensaje. Por favor, mande solo texto.",
            "Lo sentimos, hubo un fallo por nuestra parte y puede que su mensaje no haya llegado. Por favor, vuelva a enviarlo.",
            "Escriba su pregunta y le respondemos por mensaje. Responda STOP para dejar de recibir mensajes.",
            "Su baja se ha realizado y no le enviaremos otros mensajes. Responda START para volver.",
            "Vuelve a recibir nuestros mensajes. Escriba su pregunta. Responda STOP para dejar de recibirlos."
        ),
        ["fr"] = new(
            "Un instant, nous vous mettons en relation avec un membre de notre équipe.",
            "Désolés, personne n'est disponible pour le moment. Écrivez-nous à nouveau et notre assistant vous aidera.",
            "Désolés, nous ne pouvons pas lire ce type de message. Merci de nous envoyer du texte.",
            "Désolés, une erreur est survenue chez nous et votre dernier message a pu se perdre. Merci de le renvoyer.",
            "Posez-nous votre question, nous répondons ici. Répondez STOP pour ne plus recevoir de messages.",
            "Vous ne recevrez plus de messages de notre part. Répondez START pour les recevoir à nouveau.",
            "Vous recevez à nouveau nos messages. Posez votre question. Répondez STOP pour ne plus en recevoir."
        ),
        ["de"] = new(
            "Einen Moment bitte, wir verbinden Sie mit einem Mitglied unseres Teams.",
            "Leider ist gerade niemand aus unserem Team frei. Schreiben Sie uns bitte noch einmal, dann hilft Ihnen unser Assistent.",
            "Diese Art von Nachricht können wir leider nicht lesen. Bitte schicken Sie uns einen Text.",
            "Leider ist bei uns etwas schiefgegangen, Ihre letzte Nachricht kam vielleicht nicht an. Bitte senden Sie sie noch einmal.",
            "Schreiben Sie uns Ihre Frage, wir antworten hier. Mit STOP erhalten Sie keine Nachrichten mehr.",
            "Sie sind abgemeldet und erhalten keine Nachrichten mehr von uns. Mit START melden Sie sich wieder an.",
            "Sie sind wieder angemeldet. Schreiben Sie uns Ihre Frage. Mit STOP erhalten Sie keine Nachrichten mehr."
        ),
        ["it"] = new(
            "Un momento, la mettiamo in contatto con una persona del nostro team.",
            "Ci dispiace, al momento nessuno del nostro team è libero. Ci scriva di nuovo e il nostro assistente la aiuterà.",
            "Ci dispiace, non possiamo leggere questo tipo di messaggio. Ci invii un testo, per favore.",
            "Ci dispiace, qualcosa è andato storto da parte nostra e il suo messaggio potrebbe essersi perso. Lo invii di nuovo, per favore.",
            "Ci scriva la sua domanda, rispondiamo qui. Risponda STOP per non ricevere altri messaggi.",
            "Non riceverà altri messaggi da noi. Risponda START per riceverli di nuovo.",
            "Riceve di nuovo i nostri messaggi. Ci scriva la sua domanda. Risponda STOP per non riceverne altri."
        ),
        ["pt"] = new(
            "Um momento, por favor. Vamos passar a conversa para uma pessoa da nossa equipe.",
            "Lamentamos, ninguém da nossa equipe pode responder agora. Escreva de novo e o nosso assistente vai ajudar.",
            "Lamentamos, por aqui apenas podemos ler texto. Por favor, envie a sua mensagem por escrito.",
            "Lamentamos, algo deu errado do nosso lado e a sua mensagem pode ter se perdido. Por favor, envie de novo.",
            "Envie a sua pergunta e respondemos por aqui. Responda STOP para deixar de receber mensagens.",
            "Cancelamos o envio de mensagens para o seu telefone. Responda START para voltar a receber.",
            "O envio de mensagens foi reativado. Envie a sua pergunta. Responda STOP para cancelar."
        ),
        ["nl"] = new(
            "Een ogenblik, we verbinden u met iemand van ons team.",
            "Helaas is er nu niemand van ons team vrij. Stuur ons opnieuw een bericht, dan helpt onze assistent u.",
            "Helaas kunnen we dit soort bericht niet lezen. Stuur ons een tekst.",
            "Helaas ging er bij ons iets mis en is uw laatste bericht misschien niet aangekomen. Stuur het nog een keer.",
            "Stuur ons uw vraag, we antwoorden hier. Antwoord STOP om geen berichten meer te krijgen.",
            "U bent afgemeld en krijgt geen berichten meer van ons. Antwoord START om terug te komen.",
            "U bent weer aangemeld. Stuur ons uw vraag. Antwoord STOP om geen berichten meer te krijgen."
        ),
        ["pl"] = new(
            "Chwileczkę, łączymy z osobą z naszego zespołu.",
            "Nikt z zespołu nie jest teraz wolny. Napisz ponownie, pomoże asystent.",
            "Nie możemy odczytać tej wiadomości. Prosimy wysłać tekst.",
            "Coś poszło nie tak. Prosimy wysłać ostatnią wiadomość jeszcze raz.",
            "Napisz pytanie, odpowiemy tutaj. STOP kończy wiadomości.",
            "Nie wyślemy więcej wiadomości. START, aby wrócić.",
            "Znowu wysyłamy wiadomości. STOP, aby zakończyć."
        ),
        ["ja"] = new(
            "少々お待ちください。担当者におつなぎします。",
            "申し訳ありません。ただいま担当者が対応できません。もう一度お送りいただければ、アシスタントがお答えします。",
            "申し訳ありません。この種類のメッセージは読めません。文章でお送りください。",
            "申し訳ありません。問題が発生し、メッセージが届いていない可能性があります。もう一度お送りください。",
            "ご質問をお送りください。こちらでお答えします。配信停止はSTOPとご返信ください。",
            "配信を停止しました。再開するにはSTARTとご返信ください。",
            "配信を再開しました。ご質問をお送りください。停止はSTOPとご返信ください。"
        ),
    };

    /// <param name="language">BCP 47; its primary subtag decides. English for one that is not in the table, and for none.</param>
    public static Words For(string? language) => ByLanguage.GetValueOrDefault(language?.Split('-', '_')[0] ?? "") ?? ByLanguage["en"];
}
