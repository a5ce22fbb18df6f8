using LanToa.Planning.Plans;
using LanToa.Reading.Model;
using Microsoft.Extensions.Logging;

namespace LanToa.Planning.Tests.Plans.Import;

public sealed class FaultyReadingTests
{
    private sealed class Lines : ILogger
    {
        public List<(LogLevel Level, string Text, Exception? Fault)> Written { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Add((logLevel, formatter(state, exception), exception));
    }

    [Fact]
    public void Note_ReadingWithAFault_IsLoggedWithTheDocument()
    {
        var (log, import, fault) = (new Lines(), Guid.CreateVersion7(), new InvalidOperationException("made for the test"));
        ReadPlanDocument.Note(log, import, "abc123", Reading(fault));
        var (level, text, logged) = log.Written.ShouldHaveSingleItem();
        level.ShouldBe(LogLevel.Error);
        logged.ShouldBeSameAs(fault);
        text.ShouldContain(import.ToString());
        text.ShouldContain("abc123");
    }

    [Fact]
    public void Note_ReadingWithoutAFault_LogsNothing()
    {
        var log = new Lines();
        ReadPlanDocument.Note(log, Guid.CreateVersion7(), "abc123", Reading(null));
        log.Written.ShouldBeEmpty();
    }

    private static PlanReading Reading(Exception? fault) => new() { Source = new SourceInfo("plan.txt", "text/plain", "abc123", 0, "none"), Document = new DocumentInfo(), Fault = fault };
}
