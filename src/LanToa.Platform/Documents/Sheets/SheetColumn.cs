namespace LanToa.Platform.Documents.Sheets;

/// <summary>A column of a sheet: its head and its width in characters.</summary>
public sealed record SheetColumn(string Head, double Width = 14);
