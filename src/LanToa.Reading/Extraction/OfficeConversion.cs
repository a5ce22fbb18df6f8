namespace LanToa.Reading.Extraction;

/// <summary>Old and foreign office formats (.doc, .rtf, .odt) to .docx with LibreOffice, in a profile of its own that runs no macro and opens no link.</summary>
internal static class OfficeConversion
{
    // Values of LibreOffice's configuration schema; the proxy leads nowhere, so that a linked picture cannot be fetched.
    private const string Profile = """
        <?xml version="1.0" encoding="UTF-8"?>
        <oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
        <item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop></item>
        <item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop></item>
        </oor:items>
        """;

    // Fields of today's date are read as those who wrote the document see it.
    private const string HomeZone = "Asia/Ho_Chi_Minh";

    /// <param name="bytes">The file.</param>
    /// <param name="extension">"doc", "rtf" or "odt": told by content, not by the name.</param>
    /// <param name="options">The time limit.</param>
    /// <param name="cancellation">Ends the program too.</param>
    public static async Task<byte[]> ToWordAsync(byte[] bytes, string extension, ExtractionOptions options, CancellationToken cancellation)
    {
        using var folder = new TemporaryFolder();
        var run = await RunAsync(folder, bytes, extension, "docx:MS Word 2007 XML", HomeZone, options.ProgramTimeLimit, cancellation).ConfigureAwait(false);
        if (run.Outcome == ProgramOutcome.Missing) throw new UnreadableFileException(UnreadableCodes.ProgramMissing, ExternalProgram.LibreOffice.MissingMessage);
        if (run.Outcome == ProgramOutcome.TimedOut)
            throw new UnreadableFileException(UnreadableCodes.TimedOut, "Chuyển tệp sang .docx quá lâu nên đã dừng. Hãy mở bằng Word, lưu thành .docx rồi tải lên.");
        var output = folder.File("out/in.docx");
        if (!File.Exists(output))
            throw new UnreadableFileException(UnreadableCodes.Broken, "Không mở được tệp: bị hỏng hoặc có mật khẩu. Hãy mở bằng Word, bỏ mật khẩu, lưu thành .docx rồi tải lên.");
        return await File.ReadAllBytesAsync(output, cancellation).ConfigureAwait(false);
    }

    /// <summary>Leaves the result in "out" of the folder, named "in" with its own extension. Dates and times that the document asks for are those of the zone.</summary>
    internal static async Task<ProgramRun> RunAsync(TemporaryFolder folder, byte[] bytes, string extension, string format, string zone, TimeSpan limit, CancellationToken cancellation)
    {
        var input = folder.File("in." + extension);
        await File.WriteAllBytesAsync(input, bytes, cancellation).ConfigureAwait(false);
        Directory.CreateDirectory(folder.File("profile/user"));
        await File.WriteAllTextAsync(folder.File("profile/user/registrymodifications.xcu"), Profile, cancellation).ConfigureAwait(false);
        return await ExternalProgram.LibreOffice.RunAsync(
            ["--headless", "--norestore", "--nolockcheck", "--nodefault", "-env:UserInstallation=" + new Uri(folder.File("profile")).AbsoluteUri,
                "--convert-to", format, "--outdir", folder.File("out"), input],
            // Its libraries map far more than they use.
            new() { Time = limit, MemoryBytes = 12L * 1024 * 1024 * 1024 }, new Dictionary<string, string> { ["HOME"] = folder.Path, ["TZ"] = zone }, folder.Path, cancellation).ConfigureAwait(false);
    }
}
