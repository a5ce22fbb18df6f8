using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace LanToa.Reading.Extraction;

/// <summary>
/// Word's automatic numbers as they are printed (ECMA-376 part 1, 17.9): abstract definitions, instances with overrides, counters shared by the
/// instances of one definition, restarts, links through numbering styles.
/// </summary>
internal sealed partial class WordNumbering
{
    private const int Levels = 9;

    private sealed record Level(string Format, string Text, int Start, int? RestartAfter, string Suffix, bool Legal, string? Style);

    private sealed class Definition
    {
        public required Level?[] Levels { get; init; }
        public string? StyleLink { get; init; }
        public string? NumStyleLink { get; init; }
        /// <summary>The last value of each level; null before its first use or after a restart.</summary>
        public int?[] Counters { get; } = new int?[WordNumbering.Levels];
    }

    private sealed class Instance
    {
        public required string Abstract { get; init; }
        public Dictionary<int, Level> Levels { get; } = [];
        public Dictionary<int, int> Starts { get; } = [];
        public HashSet<int> Started { get; } = [];
    }

    private readonly Dictionary<string, Definition> _definitions = [];
    private readonly Dictionary<string, Instance> _instances = [];

    public WordNumbering(XElement? numbering)
    {
        if (numbering == null) return;
        foreach (var element in numbering.Elements())
            switch (element.Name.LocalName)
            {
                case "abstractNum" when element.Attr("abstractNumId") is { } id:
                    _definitions[id] = ReadDefinition(element);
                    break;
                case "num" when element.Attr("numId") is { } id && element.Value("abstractNumId") is { } of:
                    _instances[id] = ReadInstance(element, of);
                    break;
            }
    }

    /// <summary>The level whose definition names this paragraph style, when numbering comes through the style.</summary>
    public int? LevelOfStyle(string numId, string style)
    {
        if (Resolve(numId) is not var (_, definition)) return null;
        for (var i = 0; i < Levels; i++)
            if (definition.Levels[i]?.Style == style) return i;
        return null;
    }

    /// <summary>Counts the paragraph and gives its label with the space that follows it; null when the paragraph is not numbered.</summary>
    public string? Next(string numId, int level)
    {
        if (level is < 0 or >= Levels || Resolve(numId) is not var (instance, definition)) return null;
        if (LevelAt(instance, definition, level) is not { } own) return null;

        if (instance.Starts.TryGetValue(level, out var start) && instance.Started.Add(level)) definition.Counters[level] = start;
        else definition.Counters[level] = definition.Counters[level] is { } last ? last + 1 : instance.Starts.GetValueOrDefault(level, own.Start);
        for (var below = level + 1; below < Levels; below++)
        {
            var restart = LevelAt(instance, definition, below)?.RestartAfter;
            if (restart == 0 || (restart is { } r && level >= r)) continue;
            definition.Counters[below] = null;
        }
        var label = Label(instance, definition, own, level);
        if (label.Length == 0) return null;
        return own.Suffix == "nothing" ? label : label + " ";
    }

    private string Label(Instance instance, Definition definition, Level own, int level)
    {
        if (own.Format == "bullet") return Bullet(own.Text);
        var label = new StringBuilder();
        for (var i = 0; i < own.Text.Length; i++)
        {
            if (own.Text[i] == '%' && i + 1 < own.Text.Length && own.Text[i + 1] is >= '1' and <= '9')
            {
                var of = own.Text[++i] - '1';
                var at = LevelAt(instance, definition, of);
                var value = definition.Counters[of] ?? at?.Start ?? 1;
                var format = own.Legal && of != level ? "decimal" : at?.Format ?? "decimal";
                if (own.Legal && format is not "decimalZero") format = "decimal";
                label.Append(NumberFormats.Format(value, format));
            }
            else label.Append(own.Text[i]);
        }
        return label.ToString().Trim();
    }

    // The grammar knows "-", "+" and "*"; the other signs of Word (•, ▪, ➢, Wingdings) all mean a plain bullet.
    private static string Bullet(string text) => text.Trim() switch
    {
        "+" => "+",
        "*" => "*",
        "\uF02B" => "+",
        _ => "-",
    };

    private static Level? LevelAt(Instance instance, Definition definition, int level) =>
        level >= Levels ? null : instance.Levels.GetValueOrDefault(level) ?? definition.Levels[level];

    private (Instance Instance, Definition Definition)? Resolve(string numId)
    {
        if (!_instances.TryGetValue(numId, out var instance) || !_definitions.TryGetValue(instance.Abstract, out var definition)) return null;
        // A definition that only points at a numbering style takes its levels from the definition that the style links.
        if (definition.NumStyleLink is { } link && definition.Levels.All(l => l == null) &&
            _definitions.Values.FirstOrDefault(d => d.StyleLink == link) is { } linked) definition = linked;
        return (instance, definition);
    }

    private static Definition ReadDefinition(XElement element)
    {
        var levels = new Level?[Levels];
        foreach (var child in element.Elements())
            if (child.Name.LocalName == "lvl" && Ooxml.Number(child.Attr("ilvl")) is >= 0 and < Levels and var i) levels[i] = ReadLevel(child);
        return new() { Levels = levels, StyleLink = element.Value("styleLink"), NumStyleLink = element.Value("numStyleLink") };
    }

    private static Instance ReadInstance(XElement element, string of)
    {
        var instance = new Instance { Abstract = of };
        foreach (var over in element.Elements())
        {
            if (over.Name.LocalName != "lvlOverride" || Ooxml.Number(over.Attr("ilvl")) is not (>= 0 and < Levels and var i)) continue;
            if (over.Child("lvl") is { } level) instance.Levels[i] = ReadLevel(level);
            if (Ooxml.Number(over.Value("startOverride")) is { } start) instance.Starts[i] = start;
        }
        return instance;
    }

    private static Level ReadLevel(XElement element)
    {
        var format = element.Value("numFmt") ?? (element.Child("AlternateContent").Child("Choice").Child("numFmt").Attr("format") is { } custom && ZeroPadded().IsMatch(custom) ? "decimalZero" : "decimal");
        return new(format, element.Value("lvlText") ?? "", Ooxml.Number(element.Value("start")) ?? 0, Ooxml.Number(element.Value("lvlRestart")),
            element.Value("suff") ?? "tab", element.Toggle("isLgl") ?? false, element.Value("pStyle"));
    }

    [GeneratedRegex("^0+1")]
    private static partial Regex ZeroPadded();
}
