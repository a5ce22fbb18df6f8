using System.Text.Json;
using LanToa.Reading.Extraction;
using LanToa.Reading.Model;
using LanToa.Reading.Tests.Phrases;

namespace LanToa.Reading.Tests.Grammar;

public sealed class PlanReadingJsonTests
{
    [Fact]
    public void Read_FaultOfTheGrammar_IsCarriedAndNotWritten()
    {
        var source = new ExtractedText { FileName = "plan.txt", MediaType = "text/plain", Sha256 = new string('0', 64), Text = "KẾ HOẠCH\nTuyên truyền" };
        var reading = PlanReader.Read(source, _ => throw new InvalidOperationException("made for the test"));
        reading.Fault.ShouldBeOfType<InvalidOperationException>();
        reading.Warnings.ShouldContain(PlanReader.Unstructured);
        string.Concat(reading.Statements.Select(s => source.Text[s.Start..s.End])).ShouldBe(source.Text);
        PlanReadingJson.WriteWhole(reading).ShouldNotContain("made for the test");
        PlanReadingJson.Read(PlanReadingJson.WriteWhole(reading)).Fault.ShouldBeNull();
    }

    private static JsonSchema? Published()
    {
        var file = RealPlans.Folder is { } plans ? Path.Combine(Path.GetDirectoryName(plans)!, "contracts", "plan.schema.json") : null;
        if (file is not null && File.Exists(file)) return new JsonSchema(JsonDocument.Parse(File.ReadAllText(file)).RootElement);
        Console.WriteLine("NOT RUN: ../shared/contracts is absent, readings were not checked against the published schema");
        return null;
    }

    [Fact]
    public void Write_RealPlans_HoldsThePublishedSchema()
    {
        if (Published() is not { } schema) return;
        foreach (var (name, text, _) in RealPlans.All())
        {
            var json = PlanReadingJson.Write(Readings.Of(text));
            schema.Errors(JsonDocument.Parse(json).RootElement).ShouldBeEmpty(name);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("\f\f")]
    [InlineData("KẾ HOẠCH")]
    [InlineData("1. Sở Y tế tổ chức 02 hội nghị trước ngày 30/6/2024.")]
    public void Write_ShortTexts_HoldThePublishedSchema(string text)
    {
        if (Published() is not { } schema) return;
        schema.Errors(JsonDocument.Parse(PlanReadingJson.Write(Readings.Of(text))).RootElement).ShouldBeEmpty();
    }

    [Fact]
    public void Errors_MissingAndWrongValues_AreFound()
    {
        if (Published() is not { } schema) return;
        var json = PlanReadingJson.Write(Readings.Of("KẾ HOẠCH")).Replace("\"plan-reading-1\"", "\"other\"", StringComparison.Ordinal).Replace("\"warnings\"", "\"warned\"", StringComparison.Ordinal);
        schema.Errors(JsonDocument.Parse(json).RootElement).Count.ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameCharacters()
    {
        var json = PlanReadingJson.Write(Readings.Of(SyntheticPlans.Commune));
        PlanReadingJson.Write(PlanReadingJson.Read(json)).ShouldBe(json);
        json.ShouldContain("Ủy ban nhân dân");
    }
}
