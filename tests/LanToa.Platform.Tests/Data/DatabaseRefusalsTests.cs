using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace LanToa.Platform.Tests.Data;

/// <summary>What is told as "somebody else was first", and what is a fault.</summary>
public sealed class DatabaseRefusalsTests
{
    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation, true)]
    [InlineData(PostgresErrorCodes.ExclusionViolation, true)]
    [InlineData(PostgresErrorCodes.SerializationFailure, true)]
    [InlineData(PostgresErrorCodes.DeadlockDetected, true)]
    [InlineData(PostgresErrorCodes.DiskFull, false)]
    [InlineData(PostgresErrorCodes.AdminShutdown, false)]
    [InlineData(PostgresErrorCodes.CheckViolation, false)]
    [InlineData(PostgresErrorCodes.ForeignKeyViolation, false)]
    [InlineData(PostgresErrorCodes.StringDataRightTruncation, false)]
    public void IsLostRace_ByWhatTheDatabaseSays_HoweverItIsWrapped(string state, bool lost)
    {
        var refusal = new PostgresException("…", "ERROR", "ERROR", state);
        refusal.IsLostRace().ShouldBe(lost);
        new DbUpdateException("…", refusal).IsLostRace().ShouldBe(lost);
        // So a saving brings what may pass, and a statement too.
        new InvalidOperationException("…", new DbUpdateException("…", refusal)).IsLostRace().ShouldBe(lost);
        new InvalidOperationException("…", refusal).IsLostRace().ShouldBe(lost);
    }

    [Fact]
    public void IsLostRace_OfAChangedVersion_IsOneAndOfALostConnectionIsNone()
    {
        new DbUpdateConcurrencyException("…").IsLostRace().ShouldBeTrue();
        new InvalidOperationException("…", new DbUpdateConcurrencyException("…")).IsLostRace().ShouldBeTrue();
        new DbUpdateException("…", new NpgsqlException("…", new IOException("…"))).IsLostRace().ShouldBeFalse();
        ((Exception?)null).IsLostRace().ShouldBeFalse();
    }
}
