using System.Globalization;
using LanToa.Reading.Model;

namespace LanToa.Cli.Printing;

/// <summary>A reading for a person at a terminal: what the document says of itself, its tasks, and what should be looked at.</summary>
internal static class ReadingTable
{
    public static void Write(PlanReading reading, TextWriter output, int width)
    {
        WriteDocument(reading, output);
        output.WriteLine();
        if (reading.Tasks.Count == 0) output.WriteLine("Không tìm thấy nhiệm vụ nào.");
        else WriteTasks(reading, output, width);
        WriteNotes(output, "Mâu thuẫn trong văn bản", reading.Contradictions.Select(c => c.Message), width);
        WriteNotes(output, "Lưu ý", reading.Warnings, width);
    }

    private static void WriteDocument(PlanReading reading, TextWriter output)
    {
        var document = reading.Document;
        var number = document.Number is null && document.Symbol is null ? null : $"số {document.Number ?? "…"}/{document.Symbol ?? "…"}";
        output.WriteLine(Joined(" · ", Joined(" ", document.Kind ?? "Văn bản", number), document.Issuer, Joined(", ", document.Place, Date(document.Date))));
        if (document.Title is { } title) output.WriteLine(title);
        if (document.Period is { } period) output.WriteLine($"Thời hạn: {Date(period.From)} – {Date(period.To)}");
        if (reading.LegalBases.Count > 0) output.WriteLine("Căn cứ: " + string.Join("; ", reading.LegalBases.Select(b => Joined(" ", b.Kind, b.Number, b.Date is null ? null : "ngày " + Date(b.Date)))));
        if (Joined(" ", reading.Signer.Position, reading.Signer.Name) is { Length: > 0 } signer) output.WriteLine("Người ký: " + signer);
        if (reading.Source.Damage != "none") output.WriteLine(reading.Source.Damage == "heavy" ? "Văn bản mất dấu nặng: cần kiểm lại chữ." : "Văn bản mất dấu nhẹ.");
    }

    private static void WriteTasks(PlanReading reading, TextWriter output, int width)
    {
        var table = new TextTable(width, ("TT", -3), ("Cơ quan", 3), ("Nhiệm vụ", 5), ("Thời gian", 2), ("Phối hợp", 2));
        table.WriteHead(output);
        var number = 0;
        foreach (var task in reading.Tasks)
            table.Write(
                output,
                (++number).ToString(CultureInfo.InvariantCulture),
                RoleOf(task) + string.Join("; ", task.Lead.Select(a => a.Name)),
                task.Text,
                ScheduleInWords.Of(task.Schedule),
                string.Join("; ", task.Coordinating.Select(a => a.Name)));
    }

    private static string RoleOf(TaskReading task) => task.Modality switch
    {
        "request" => "(Đề nghị) ",
        "coordinate" => "(Phối hợp) ",
        _ => "",
    };

    private static void WriteNotes(TextWriter output, string title, IEnumerable<string> notes, int width)
    {
        var first = true;
        foreach (var note in notes)
        {
            if (first) output.WriteLine($"\n{title}:");
            first = false;
            output.WriteLine("  - " + string.Join("\n    ", TextTable.Wrap(note, width - 4)));
        }
    }

    private static string Joined(string separator, params string?[] parts) => string.Join(separator, parts.Where(p => !string.IsNullOrEmpty(p)));

    private static string? Date(DateOnly? date) => date?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture);
}
