namespace SmsBridge.Observability;

/// <summary>Instruments that nobody calls: they answer when they are asked, and have to exist for that.</summary>
internal interface IInstruments;
