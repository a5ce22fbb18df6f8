using System.IO.Compression;
using System.Text;
using System.Xml;

namespace LanToa.Platform.Documents;

/// <summary>
/// A package of Open XML (ECMA-376 part 2) whose bytes depend on its content alone: parts in the order of their names, one fixed time stamp,
/// relationship ids that are given. The library's own packages carry the time of writing and random ids.
/// </summary>
internal sealed class OpcPackage
{
    // The earliest time that a ZIP entry can carry.
    private static readonly DateTimeOffset Stamp = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly SortedDictionary<string, (string Type, byte[] Content)> _parts = new(StringComparer.Ordinal);
    private readonly List<(string Source, string Id, string Type, string Target)> _relations = [];

    /// <summary>Adds a part of XML; <paramref name="path"/> without a leading slash.</summary>
    public void Add(string path, string contentType, string xml) =>
        _parts.Add(path, (contentType, Encoding.UTF8.GetBytes("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" + xml)));

    /// <summary>Points from a part (or from the package: "") to another one.</summary>
    public void Relate(string source, string id, string type, string target) => _relations.Add((source, id, type, target));

    public byte[] ToBytes()
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Write(zip, "[Content_Types].xml", ContentTypes());
            foreach (var source in _relations.Select(r => r.Source).Distinct().Order(StringComparer.Ordinal)) Write(zip, RelationsOf(source), Relations(source));
            foreach (var (path, part) in _parts) Write(zip, path, part.Content);
        }
        return bytes.ToArray();
    }

    private static string RelationsOf(string source)
    {
        var folder = source[..(source.LastIndexOf('/') + 1)];
        return $"{folder}_rels/{source[folder.Length..]}.rels";
    }

    private static void Write(ZipArchive zip, string path, byte[] content)
    {
        var entry = zip.CreateEntry(path, CompressionLevel.Optimal);
        entry.LastWriteTime = Stamp;
        using var stream = entry.Open();
        stream.Write(content);
    }

    private byte[] ContentTypes() => Xml("Types", "http://schemas.openxmlformats.org/package/2006/content-types", xml =>
    {
        Element(xml, "Default", ("Extension", "rels"), ("ContentType", "application/vnd.openxmlformats-package.relationships+xml"));
        Element(xml, "Default", ("Extension", "xml"), ("ContentType", "application/xml"));
        foreach (var (path, part) in _parts) Element(xml, "Override", ("PartName", "/" + path), ("ContentType", part.Type));
    });

    private byte[] Relations(string source) => Xml("Relationships", "http://schemas.openxmlformats.org/package/2006/relationships", xml =>
    {
        foreach (var r in _relations.Where(r => r.Source == source)) Element(xml, "Relationship", ("Id", r.Id), ("Type", r.Type), ("Target", r.Target));
    });

    private static void Element(XmlWriter xml, string name, params (string Name, string Value)[] attributes)
    {
        xml.WriteStartElement(name);
        foreach (var (attribute, value) in attributes) xml.WriteAttributeString(attribute, value);
        xml.WriteEndElement();
    }

    private static byte[] Xml(string root, string space, Action<XmlWriter> content)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes, new XmlWriterSettings { Encoding = new UTF8Encoding(false) }))
        {
            xml.WriteStartElement(root, space);
            content(xml);
            xml.WriteEndElement();
        }
        return bytes.ToArray();
    }
}
