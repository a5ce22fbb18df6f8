using LanToa.Web.Hosting;
using Npgsql;

namespace LanToa.Web.Tests.Hosting;

public sealed class OutageTests
{
    [Theory]
    [InlineData("ERROR", "53100", "Writing")] // No space left on device
    [InlineData("FATAL", "53100", "Writing")]
    [InlineData("ERROR", "53200", "Database")]
    [InlineData("ERROR", "58030", "Database")]
    [InlineData("ERROR", "58P01", "Database")]
    [InlineData("FATAL", "57P05", "Database")]
    [InlineData("FATAL", "XX000", "Database")] // could not write init file: a new session on a full disk
    [InlineData("PANIC", "XX000", "Database")]
    [InlineData("ERROR", "XX000", null)]
    [InlineData("ERROR", "57014", null)]
    [InlineData("ERROR", "23505", null)]
    public void Of_WhatPostgresSaid_TellsTheServersTroubleFromTheProgramsFault(string severity, string state, string? gone) =>
        Outages.Of(new InvalidOperationException("A page failed.", new PostgresException("said", severity, severity, state))).ToString().ShouldBe(gone ?? "");
}
