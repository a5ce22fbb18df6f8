using System.Reflection;
using LanToa.Platform.Data;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace LanToa.Platform.Audit;

/// <summary>Which events a record's page may show: the province's own, and every province's on records that belong to the installation (adr/0040).</summary>
internal static class HistorySight
{
    /// <param name="ofCountry">The nation's events are shown too: the record is the nation's and every province reads it.</param>
    public static IQueryable<HistoryEvent> HistoryInSight(this LanToaDb db, bool ofCountry = false)
    {
        var shared = SharedKinds(db.Model);
        return db.Set<HistoryEvent>().AsNoTracking().Where(e => e.ProvinceId == db.ProvinceId || (ofCountry && e.ProvinceId == 0) || shared.Contains(e.SubjectKind));
    }

    /// <summary>The kinds of records that belong to the installation: bodies, groups, accounts.</summary>
    public static string[] SharedKinds(IModel model) =>
        [.. model.GetEntityTypes().Select(t => t.ClrType.GetCustomAttribute<RecordedAttribute>()).OfType<RecordedAttribute>().Where(r => r.Shared).Select(r => r.Kind)];
}
