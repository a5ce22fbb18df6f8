using System.Text;

namespace LanToa.Reading.Tests.Grammar;

/// <summary>Whatever the text: no exception, every character covered in order, the same answer twice, memory that grows with the length.</summary>
public sealed class GrammarProperties
{
    private static readonly string[] Sources = [SyntheticPlans.Commune, SyntheticPlans.Ministry, SyntheticPlans.School, SyntheticPlans.Department];

    private static readonly string[] Pieces = ["\f", "\n\n", "|", "| a | b |\n", "\u2028", "**", "a) ", "I. ", "1.1.1. ", "<br/>", ":", "Nơi nhận:", "\uD800", "\0", "KẾ HOẠCH\n", "\u0301"];

    private static string Edited(Random random, string text)
    {
        var to = new StringBuilder(text);
        for (var edits = random.Next(1, 25); edits > 0 && to.Length > 4; edits--)
        {
            var at = random.Next(to.Length - 2);
            var length = Math.Min(random.Next(1, 40), to.Length - at);
            switch (random.Next(7))
            {
                case 0: to.Remove(at, length); break;
                case 1: to.Insert(at, to.ToString(at, length)); break;
                case 2: to.Insert(at, random.GetItems(Pieces, 1)[0]); break;
                case 3: to[at] = (char)random.Next(1, 0xffff); break;
                case 4: to[at] = '\n'; break;
                case 5: to.Insert(at, new string((char)random.Next(32, 500), length)); break;
                default: to[at] = char.ToUpperInvariant(to[at]); break;
            }
        }

        return to.ToString();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("\n\n\f\n")]
    [InlineData("|")]
    [InlineData("| | |\n|a|")]
    [InlineData("KẾ HOẠCH")]
    [InlineData("Nơi nhận:")]
    [InlineData("1.\n1.1.\na)\n-\n+\n*")]
    public void Read_ScantTexts_CoversEveryCharacter(string text) => Readings.Of(text).ShouldCover(text);

    [Fact]
    public void Read_EditedTexts_CoversEveryCharacter()
    {
        var random = new Random(20260101);
        for (var round = 0; round < 400; round++)
        {
            var text = Edited(random, Sources[round % Sources.Length]);
            var reading = Readings.Of(text);
            reading.ShouldCover(text);
            if (round % 20 == 0) Model.PlanReadingJson.Write(Readings.Of(text)).ShouldBe(Model.PlanReadingJson.Write(reading));
        }
    }

    [Fact]
    public void Read_CutAndShuffledTexts_CoversEveryCharacter()
    {
        var random = new Random(7);
        foreach (var source in Sources)
        {
            for (var length = 0; length < source.Length; length += 1 + source.Length / 60) Readings.Of(source[..length]).ShouldCover(source[..length]);
            for (var round = 0; round < 30; round++)
            {
                var lines = source.Split('\n');
                random.Shuffle(lines);
                var text = string.Join('\n', lines);
                Readings.Of(text).ShouldCover(text);
            }
        }
    }

    /// <summary>Words and blanks of plans in any order: heads of tables, columns, labels and signatures meet where no plan has them.</summary>
    [Fact]
    public void Read_ShuffledWordsAndBlanks_CoversEveryCharacter()
    {
        var random = new Random(2026);
        var words = Sources.SelectMany(s => s.Split([' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries)).ToArray();
        string[] marks = ["TT", "Nội dung", "Chủ trì", "Thời gian", "PHỤ LỤC", "1.1", "a)", "-", "+", "|", ".", ";", ":", "Nơi nhận:", "15/11", "KẾ HOẠCH"], blanks = [" ", " ", "\n", "\t", "   ", "      ", "\n\n"];
        for (var round = 0; round < 1000; round++)
        {
            var shuffled = new StringBuilder();
            for (var n = random.Next(20, 400); n > 0; n--) shuffled.Append(random.Next(3) == 0 ? marks[random.Next(marks.Length)] : words[random.Next(words.Length)]).Append(blanks[random.Next(blanks.Length)]);
            var text = shuffled.ToString();
            Readings.Of(text).ShouldCover(text);
        }
    }

    [Fact]
    public void Read_Noise_CoversEveryCharacter()
    {
        var random = new Random(99);
        for (var round = 0; round < 60; round++)
        {
            var noise = new char[random.Next(0, 3000)];
            for (var i = 0; i < noise.Length; i++) noise[i] = (char)(round % 2 == 0 ? random.Next(0xffff) : random.Next(128));
            var text = new string(noise);
            Readings.Of(text).ShouldCover(text);
        }
    }

    [Fact]
    public void Read_ParagraphInserted_KeepsTheIdsOfTheOthers()
    {
        var before = Readings.Of(SyntheticPlans.Commune);
        var after = Readings.Of(SyntheticPlans.Commune.Replace("III. TỔ CHỨC", "3. Nội dung mới\nPhổ biến quy định về niêm yết.\nIII. TỔ CHỨC", StringComparison.Ordinal));
        before.Statements.Select(s => s.Id).Except(after.Statements.Select(s => s.Id), StringComparer.Ordinal).ShouldBeEmpty();
        after.Statements.Count.ShouldBe(before.Statements.Count + 2);
    }

    /// <summary>
    /// Four times the text makes at most six times the memory, counted and not timed: what is made again for each statement of a text would be sixteen
    /// times as much. How the time grows is a figure of <c>lantoa bench reading</c>.
    /// </summary>
    [Theory]
    [InlineData("plan")]
    [InlineData("items")]
    [InlineData("rows")]
    [InlineData("one line")]
    [InlineData("bodies")]
    [InlineData("fields")]
    [InlineData("capitals")]
    [InlineData("citations")]
    [InlineData("documents")]
    [InlineData("columns")]
    [InlineData("cells that go on")]
    [InlineData("heads of columns")]
    public void Read_LongerTexts_MakesMemoryInProportion(string shape)
    {
        var unit = shape switch
        {
            "items" => "- Sở Nội vụ chủ trì, phối hợp với Sở Y tế tổ chức tuyên truyền trước ngày 30/6/2024.\n",
            "rows" => "| 1 | Tuyên truyền cải cách hành chính | Sở Nội vụ | Các sở, ban, ngành | Quý I |\n",
            "one line" => "Sở Nội vụ, Sở Y tế chủ trì phối hợp với các cơ quan; thực hiện trong quý I. ",
            "bodies" => "Sở Nội vụ, ",
            "fields" => "Thời gian thực hiện: quý I\n",
            "capitals" => "ỦY BAN NHÂN DÂN\n",
            "citations" => "Theo Quyết định số 12/QĐ-UBND ngày 01/02/2024 của UBND tỉnh.\n",
            "columns" => "  1      Tuyên truyền cải cách        Sở Nội vụ            Quý I\n",
            "cells that go on" => "         tuyên truyền về cải cách    và các sở, ngành     trong năm\n",
            "heads of columns" => Columns,
            "documents" => "KẾ HOẠCH\nTuyên truyền\nI. NỘI DUNG\n1. Sở Y tế tổ chức hội nghị.\n",
            _ => SyntheticPlans.Ministry + "\n\f",
        };
        var head = shape is "columns" or "cells that go on" ? Columns : "";
        string Long(int characters) => head + string.Concat(Enumerable.Repeat(unit, Math.Max(1, characters / unit.Length)));
        var small = Made(Long(50_000));
        var large = Made(Long(200_000));
        ((double)large / small).ShouldBeLessThan(6, $"{shape}: {small} and {large} bytes");
    }

    private const string Columns = "  TT     Nội dung công việc          Cơ quan chủ trì      Thời gian\n";

    private static long Made(string text)
    {
        // The first reading also makes what is kept for the next ones.
        _ = Readings.Of(text);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = Readings.Of(text);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
