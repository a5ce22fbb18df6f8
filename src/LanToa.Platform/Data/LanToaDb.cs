using System.Reflection;
using LanToa.Platform.Api.Webhooks;
using LanToa.Platform.Audit;
using LanToa.Platform.Identity;
using LanToa.Platform.Modules;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Platform.Data;

/// <summary>
/// The one database context: modules add their tables. Every read of a tenant row is filtered to the actor's province (named filter
/// "province"), and every change of a <see cref="RecordedAttribute">recorded</see> entity writes a history event in the same transaction.
/// </summary>
public sealed class LanToaDb(DbContextOptions<LanToaDb> options, ModuleList modules, Actor actor, WebhookFeed feed, TimeProvider time)
    : IdentityUserContext<Account, Guid>(options)
{
    public const string ProvinceFilter = "province";

    private ChangeNote? _note;
    private List<object>? _apart;

    /// <summary>The tenant that this scope reads and writes.</summary>
    public short ProvinceId => actor.ProvinceId;

    public Actor Actor => actor;

    /// <summary>Says what the following save does and why; holds until the next save.</summary>
    public LanToaDb Because(string verb, string? reason = null)
    {
        _note = new ChangeNote(verb, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim());
        return this;
    }

    /// <summary>Writes a history event that is not the change of one row, such as "issued: 420 duties".</summary>
    public void RecordEvent(string subjectKind, Guid subjectId, string verb, string? reason = null, object? after = null) =>
        Add(HistoryWriter.Event(actor, time.GetUtcNow(), ProvinceId, subjectKind, subjectId, null, verb, reason, null, HistoryWriter.Json(after)));

    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        await RecordAsync(cancellationToken);
        var rows = await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        _note = null;
        return rows;
    }

    /// <summary>From here on rows that are brought are kept apart and not followed, for <see cref="TakeBroughtAsync"/>.</summary>
    public void KeepApart() => _apart ??= [];

    /// <summary>Adds a new row.</summary>
    public void Bring(object row)
    {
        if (_apart is { } apart) apart.Add(row);
        else Add(row);
    }

    /// <summary>Leaves what was added or changed and not saved.</summary>
    public void Drop()
    {
        ChangeTracker.Clear();
        _apart?.Clear();
        _note = null;
    }

    /// <summary>What was brought apart since the last time, with its history and what other systems are to be told of it, to be written with others' (<see cref="WriteAsync"/>).</summary>
    public async Task<IReadOnlyList<object>> TakeBroughtAsync(CancellationToken cancel = default)
    {
        var apart = _apart ?? throw new InvalidOperationException("Nothing is kept apart here.");
        if (ChangeTracker.HasChanges()) throw new InvalidOperationException("Only new rows that were brought can be written together with others.");
        var history = HistoryWriter.OfNew(Model, apart, actor, time.GetUtcNow(), _note);
        List<object> taken = [.. apart, .. history, .. await feed.JobsAsync(this, history, cancel)];
        apart.Clear();
        _note = null;
        return taken;
    }

    /// <summary>Writes rows that were taken: their history is among them.</summary>
    public Task WriteAsync(IEnumerable<object> taken, CancellationToken cancel = default) => RowCopy.WriteAsync(this, taken, cancel);

    // The history of what is about to be saved, and what other systems are to be told of it.
    private async Task RecordAsync(CancellationToken cancel)
    {
        if (_apart is { Count: > 0 } apart)
        {
            AddRange(apart);
            apart.Clear();
        }
        ChangeTracker.DetectChanges();
        AddRange(await feed.JobsAsync(this, HistoryWriter.StampAndRecord(this, actor, time.GetUtcNow(), _note), cancel));
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        throw new NotSupportedException("Save with SaveChangesAsync, which writes the history.");

    protected override void ConfigureConventions(ModelConfigurationBuilder configuration)
    {
        configuration.Properties<Enum>().HaveConversion<string>();
    }

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplyConfigurationsFromAssembly(typeof(LanToaDb).Assembly);
        foreach (var module in modules.All) module.Tables(builder);
        foreach (var entity in builder.Model.GetEntityTypes().ToList())
        {
            if (typeof(TenantRow).IsAssignableFrom(entity.ClrType) && entity.BaseType is null)
                TenantMethod.MakeGenericMethod(entity.ClrType).Invoke(this, [builder]);
            foreach (var property in entity.GetProperties().Where(p => p.IsPrimaryKey() && p.ClrType == typeof(Guid))) property.ValueGenerated = Microsoft.EntityFrameworkCore.Metadata.ValueGenerated.Never;
            foreach (var key in entity.GetForeignKeys().Where(k => !k.IsOwnership)) key.DeleteBehavior = DeleteBehavior.Restrict;
        }
        SnakeCase.Apply(builder.Model);
    }

    private static readonly MethodInfo TenantMethod = typeof(LanToaDb).GetMethod(nameof(ConfigureTenant), BindingFlags.NonPublic | BindingFlags.Instance)!;

    private void ConfigureTenant<T>(ModelBuilder builder) where T : TenantRow
    {
        var table = builder.Entity<T>();
        table.Property(r => r.Version).IsConcurrencyToken();
        table.HasQueryFilter(ProvinceFilter, r => r.ProvinceId == ProvinceId);
    }
}
