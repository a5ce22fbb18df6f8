using LanToa.Platform.Data;
using LanToa.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.DependencyInjection;

namespace LanToa.Architecture.Tests;

/// <summary>Rules of the tables: a row cannot point into another province, and nothing is deleted by cascade.</summary>
public sealed class ModelTests(TestApp app) : IClassFixture<TestApp>
{
    [Fact]
    public async Task ForeignKeys_BetweenTenantRows_CarryTheProvince()
    {
        var loose = await KeysAsync(keys => keys
            .Where(k => IsTenant(k.DeclaringEntityType) && IsTenant(k.PrincipalEntityType) && k.Properties.All(p => p.Name != nameof(TenantRow.ProvinceId)))
            .Select(Describe));
        loose.ShouldBeEmpty();
    }

    [Fact]
    public async Task UniqueKeys_OfTenantRows_CarryTheProvince()
    {
        var loose = await app.InScopeAsync(s => Task.FromResult(s.GetRequiredService<LanToaDb>().Model.GetEntityTypes().Where(IsTenant)
            .SelectMany(t => t.GetIndexes()).Where(i => i.IsUnique && i.Properties.All(p => p.Name != nameof(TenantRow.ProvinceId)))
            .Select(i => i.GetDatabaseName()).ToList()));
        loose.ShouldBeEmpty();
    }

    [Fact]
    public async Task ForeignKeys_All_Restrict()
    {
        var cascading = await KeysAsync(keys => keys.Where(k => !k.IsOwnership && k.DeleteBehavior != DeleteBehavior.Restrict).Select(Describe));
        cascading.ShouldBeEmpty();
    }

    [Fact]
    public async Task ForeignKeys_FromPlainToTenantTables_DoNotExist()
    {
        var wrong = await KeysAsync(keys => keys.Where(k => !IsTenant(k.DeclaringEntityType) && IsTenant(k.PrincipalEntityType)).Select(Describe));
        wrong.ShouldBeEmpty();
    }

    private Task<List<string>> KeysAsync(Func<IEnumerable<IForeignKey>, IEnumerable<string>> find) =>
        app.InScopeAsync(s => Task.FromResult(find(s.GetRequiredService<LanToaDb>().Model.GetEntityTypes().SelectMany(t => t.GetForeignKeys())).ToList()));

    private static bool IsTenant(IReadOnlyEntityType type) => typeof(TenantRow).IsAssignableFrom(type.ClrType);

    private static string Describe(IForeignKey key) => $"{key.DeclaringEntityType.ClrType.Name}({string.Join(", ", key.Properties.Select(p => p.Name))}) -> {key.PrincipalEntityType.ClrType.Name}";
}
