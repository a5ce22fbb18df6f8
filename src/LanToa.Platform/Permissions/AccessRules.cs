namespace LanToa.Platform.Permissions;

/// <summary>
/// Who may enter: a permission per folder of pages or per single page, declared by modules. The longest matching path wins; a page
/// that matches nothing stops the start, so that none is left open by forgetting.
/// </summary>
public sealed class AccessRules
{
    private readonly Dictionary<string, Permission> _rules = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Declares the permission of the page or folder at <paramref name="path"/>: "/Plans", "/Plans/Issue".</summary>
    public AccessRules Enter(string path, Permission permission)
    {
        if (!path.StartsWith('/') || (path.Length > 1 && path.EndsWith('/'))) throw new ArgumentException($"A path such as /Plans is expected, not {path}.", nameof(path));
        if (!_rules.TryAdd(path, permission)) throw new InvalidOperationException($"Two modules declare the access of {path}.");
        return this;
    }

    /// <summary>The permission of a page by its path without "/Pages", or null when nobody declared one.</summary>
    public Permission? Of(string pagePath)
    {
        for (var path = pagePath; path.Length > 0; path = path[..path.LastIndexOf('/')])
            if (_rules.TryGetValue(path, out var permission)) return permission;
        return null;
    }

    public IReadOnlyDictionary<string, Permission> All => _rules;
}
