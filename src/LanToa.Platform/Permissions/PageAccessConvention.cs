using LanToa.Platform.Modules;
using Microsoft.AspNetCore.Mvc.ApplicationModels;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace LanToa.Platform.Permissions;

/// <summary>
/// Pages live in Room/Pages: the route drops "/Pages" and the page gets the permission that its module declared for the folder.
/// A page without one stops the start.
/// </summary>
public sealed class PageAccessConvention(AccessRules rules) : IPageRouteModelConvention, IPageApplicationModelConvention
{
    public void Apply(PageRouteModel model)
    {
        foreach (var selector in model.Selectors)
            if (selector.AttributeRouteModel is { Template: { } template } route) route.Template = WithoutPages(template);
    }

    public void Apply(PageApplicationModel model)
    {
        var path = "/" + WithoutPages(model.ViewEnginePath.TrimStart('/'));
        var permission = rules.Of(path) ?? throw new InvalidOperationException($"No module declares who may enter the page {path}.");
        foreach (var metadata in PermissionEndpoints.MetadataOf(permission)) model.EndpointMetadata.Add(metadata);
    }

    private static string WithoutPages(string path) =>
        string.Join('/', path.Split('/').Where(segment => segment != "Pages"));
}
