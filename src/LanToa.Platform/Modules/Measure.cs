namespace LanToa.Platform.Modules;

/// <summary>
/// A number about the work itself that whoever watches over the installation wants to see: registered as a singleton by the room that knows it, sent where
/// an OTLP address is set (docs/operations/monitoring.md), and asked for about once a minute there.
/// </summary>
/// <param name="Name">As monitoring.md lists it, such as lantoa.jobs.dead.</param>
/// <param name="Unit">After UCUM: s, {job} …</param>
/// <param name="Description">English, for the dashboard.</param>
/// <param name="Sql">Gives the one number, of the whole installation; $1 is today's date, $2 the time.</param>
public sealed record Measure(string Name, string Unit, string Description, string Sql);
