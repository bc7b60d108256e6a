namespace SmsBridge.Threads.Consent;

/// <summary>What an operator was told in another way than by text.</summary>
/// <param name="Number">One of ours.</param>
/// <param name="Customer">The address that the customer texts from.</param>
/// <param name="OptedOut">True: is not to be texted any more. False: may be texted again.</param>
internal sealed record ConsentRequest(string Number, string Customer, bool OptedOut);
