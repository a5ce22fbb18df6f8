using System.Text;
using LanToa.Platform.Documents.Sheets;

namespace LanToa.Platform.Tests.Documents;

/// <summary>What a stranger's file of separated values may make the program keep.</summary>
public sealed class SheetReaderTests
{
    private static readonly SheetLimits Limits = new(8 << 20, 5000);

    [Fact]
    public void Csv_OneRowOfMillionsOfCells_IsRefusedWhileItIsRead()
    {
        var bytes = Encoding.UTF8.GetBytes(new string(',', 5_000_000));
        Refusal(bytes); // what is made once is not counted
        var before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(bytes).ShouldBe("Dòng 1 có hơn 16.384 cột. Hãy dùng tệp mẫu.");
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50_000_000, "the text itself, not millions of cells");
        Refusal(Encoding.UTF8.GetBytes("Tên\n" + new string(',', 20_000))).ShouldNotBeNull().ShouldStartWith("Dòng 2 có hơn 16.384 cột");
    }

    [Fact]
    public void Csv_RowsWithEmptyCellsBehindTheLastColumn_KeepNoneOfThem()
    {
        var rows = SheetReader.Read(new MemoryStream(Encoding.UTF8.GetBytes("a,b" + new string(',', 16_000) + "\r\nc,d\r\n")), Limits);
        rows.Select(r => (r.Number, r[0].Text, r[1].Text)).ShouldBe([(1, "a", "b"), (2, "c", "d")]);
        rows[0].Cells.Count.ShouldBe(Limits.MaxColumns);
        Refusal(Encoding.UTF8.GetBytes("a" + new string(',', 200) + "z")).ShouldBe("Dòng 1 có hơn 100 cột. Hãy dùng tệp mẫu.");
    }

    private static string? Refusal(byte[] bytes) => Should.Throw<SheetRefusedException>(() => SheetReader.Read(new MemoryStream(bytes), Limits)).Message;
}
