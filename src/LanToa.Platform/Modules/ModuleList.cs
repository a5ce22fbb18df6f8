using LanToa.Platform.Audit;
using LanToa.Platform.Permissions;

namespace LanToa.Platform.Modules;

/// <summary>The rooms of this program, in the order in which the host lists them.</summary>
public sealed class ModuleList(params Module[] modules)
{
    public IReadOnlyList<Module> All { get; } = modules;

    public AccessRules Access { get; } = DeclareAccess(modules);

    public IReadOnlyList<MenuPlace> Menu { get; } = [.. modules.SelectMany(m => m.Menu).OrderBy(p => p.Order)];

    public IReadOnlyDictionary<string, string> VerbNames { get; } = modules.SelectMany(m => m.Verbs).ToDictionary(v => v.Verb, v => v.Name);

    public IReadOnlyList<Permission> Permissions { get; } = [.. modules.SelectMany(m => m.Permissions)];

    private static AccessRules DeclareAccess(Module[] modules)
    {
        var rules = new AccessRules();
        foreach (var module in modules) module.Access(rules);
        return rules;
    }
}
