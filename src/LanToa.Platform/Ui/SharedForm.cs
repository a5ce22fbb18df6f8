using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace LanToa.Platform.Ui;

/// <summary>A field that two people may change at once: the form's public property, the word on the screen, and the value as people read it (it is compared too).</summary>
public sealed record SharedField<TForm>(string Property, string Label, Func<TForm, string?> Words)
{
    /// <summary>Puts the value of the first form into the second, where the field is no property of the form.</summary>
    public Action<TForm, TForm>? Take { get; init; }
}

/// <summary>One field in which the record and what was typed differ. <paramref name="TakenOver"/>: only the other person had changed it, so the form now has their value.</summary>
public sealed record ClashField(string Property, string Label, string Theirs, string Mine, bool TakenOver);

/// <summary>Somebody saved while this person was typing: who and when (null where unknown), and what it comes to field by field. Nothing has been overwritten.</summary>
public sealed record EditClash(string? Who, DateTimeOffset? At, IReadOnlyList<ClashField> Fields);

/// <summary>
/// Shows the second of two editors exactly what the first one changed. The form carries <see cref="Seen"/> in a hidden field beside its version;
/// when the version is no longer the record's, <see cref="Clash"/> compares three values of each field: as opened, as it is now, as typed.
/// </summary>
public sealed class SharedForm<TForm>(params IReadOnlyList<SharedField<TForm>> fields) where TForm : class
{
    private const int Mark = 6;

    /// <summary>Fingerprints of the values that the person saw when the form was opened.</summary>
    public string Seen(TForm opened) => string.Join('.', fields.Select(f => Fingerprint(f.Words(opened))));

    /// <summary>Whether another person changed a field of this form since; their change of something else is no clash.</summary>
    public bool HasChanged(string? seen, TForm now) => seen != Seen(now);

    /// <summary>Whether what was typed is what stands already: the form sent twice, or two people of one mind.</summary>
    public bool SaysTheSame(TForm now, TForm typed) => fields.All(f => (f.Words(now) ?? "") == (f.Words(typed) ?? ""));

    /// <summary>What differs. Fields that only the other person changed are taken into <paramref name="typed"/>: leaving them as they were opened would undo that change.</summary>
    public EditClash Clash(string? seen, TForm now, TForm typed, ModelStateDictionary state, string prefix, string? who = null, DateTimeOffset? at = null)
    {
        var marks = (seen ?? "").Split('.');
        var differing = new List<ClashField>();
        foreach (var (field, i) in fields.Select((f, i) => (f, i)))
        {
            string theirs = field.Words(now) ?? "", mine = field.Words(typed) ?? "";
            if (theirs == mine) continue;
            var opened = i < marks.Length ? marks[i] : "";
            if (opened == Fingerprint(theirs)) continue;
            var untouched = opened == Fingerprint(mine);
            if (untouched) TakeOver([field.Property], now, typed, state, prefix);
            differing.Add(new ClashField(field.Property, field.Label, theirs, mine, untouched));
        }
        return new EditClash(who, at, differing);
    }

    /// <summary>Puts the record's values of the chosen fields into the form, in place of what was typed there.</summary>
    public void TakeOver(IEnumerable<string> properties, TForm now, TForm typed, ModelStateDictionary state, string prefix)
    {
        foreach (var property in properties)
        {
            if (fields.FirstOrDefault(f => f.Property == property) is not { } field) continue;
            if (field.Take is { } take) take(now, typed);
            else
            {
                var member = typeof(TForm).GetProperty(property) ?? throw new InvalidOperationException($"{typeof(TForm).Name} has no property {property}.");
                member.SetValue(typed, member.GetValue(now));
            }
            var name = $"{prefix}.{property}";
            foreach (var key in state.Keys.Where(k => k == name || k.StartsWith(name + ".", StringComparison.Ordinal) || k.StartsWith(name + "[", StringComparison.Ordinal)).ToList()) state.Remove(key);
        }
    }

    private static string Fingerprint(string? words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words ?? "")).AsSpan(0, Mark));
}
