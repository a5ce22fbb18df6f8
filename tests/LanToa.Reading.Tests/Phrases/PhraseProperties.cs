using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using LanToa.Reading.Phrases;

namespace LanToa.Reading.Tests.Phrases;

public sealed class PhraseProperties
{
    private static readonly string[] Pieces =
    [
        "ngày", "tháng", "năm", "quý", "I", "IV", "15", "2026", "/", "-", "–", ",", ".", ";", "(", ")", "trước", "từ", "đến", "hằng", "mỗi", "định kỳ", "6 tháng", "theo quy định", "Quyết định", "số", "76/NQ-CP", "của", "Chính phủ",
        "Luật", "Căn cứ", "thường xuyên", "báo cáo", "cùng với", "khi có yêu cầu", "cuối", "kỳ", "tuần thứ", "01 chuyên mục", "\n", "\n\n", "\t", "*", "ủ\u0301y", "\uD800", "\uDC00", "\u0000", "99999999999999", "|", "“", "ß", "中", "đ", "Đ", "e\u0301", "giai đoạn", "ngay sau khi", "làm việc kể từ",
    ];

    private static readonly Gen<string> Phrases = Gen.Elements(Pieces).ArrayOf().Select(parts => string.Join(" ", parts));

    [Fact]
    public void Readers_AnyText_NeverThrowAndStayInside()
    {
        var texts = Gen.OneOf(Phrases, ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""), Phrases.Select(s => s.Replace(" ", "", StringComparison.Ordinal)));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(Arb.From(texts), text =>
        {
            var schedule = ScheduleReader.Read(text, new ScheduleContext(new DateOnly(2026, 1, 1), null));
            var dedicated = ScheduleReader.Read(text, new ScheduleContext(null, null) { Dedicated = true });
            var citations = CitationReader.Read(text);
            _ = (CodeReader.Channels(text), CodeReader.Topics(text), CodeReader.Audiences(text), CodeReader.Products(text), CitationList.Distinct(citations.Select(c => c.Act)));
            _ = ContradictionFinder.Find([.. citations.Select(c => ("s", c))]);
            var end = 0;
            foreach (var found in citations)
            {
                if (found.Start < end || found.End <= found.Start || found.End > text.Length) return false;
                end = found.End;
            }
            return schedule.Kind.Length > 0 && dedicated.Kind.Length > 0 && VietnameseDate.Find(text, 2026).All(d => d.Start >= 0 && d.End <= text.Length && d.Start < d.End);
        }));
    }

    [Fact]
    public void Readers_SameText_GiveTheSameAnswerInAnyOrder()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Arb.From(Phrases), Arb.From(Phrases), (one, other) =>
        {
            var context = new ScheduleContext(new DateOnly(2026, 1, 1), null);
            var first = (ScheduleReader.Read(one, context).ToString(), string.Join(";", CitationReader.Read(one)));
            _ = CitationReader.Read(other);
            return first == (ScheduleReader.Read(one, context).ToString(), string.Join(";", CitationReader.Read(one)));
        }));
    }

    [Fact]
    public void Readers_LongText_TakeLinearTime()
    {
        // Words that open every look-ahead, a hundred thousand times.
        foreach (var piece in new[] { "Luật sửa đổi, bổ sung ", "mỗi quý ", "quý, 6 tháng, ", "15/6, ", "cùng với báo cáo ", "Quyết định số ", "theo ", "định kỳ ", "1 - ", "ngày 15 " })
        {
            var text = string.Concat(Enumerable.Repeat(piece, 400_000 / piece.Length));
            var clock = Stopwatch.StartNew();
            ScheduleReader.Read(text, new ScheduleContext(new DateOnly(2026, 1, 1), null));
            CitationReader.Read(text);
            CodeReader.Products(text);
            clock.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(1), piece);
        }
    }
}
