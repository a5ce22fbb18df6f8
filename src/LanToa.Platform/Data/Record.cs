using System.ComponentModel.DataAnnotations;
using Microsoft.EntityFrameworkCore;

namespace LanToa.Platform.Data;

/// <summary>
/// A row that belongs to a province (the tenant; the nation is 0): primary key (province_id, id), where province_id is who keeps the
/// record, fixed at creation. <see cref="Version"/> counts changes and guards against two people editing at once.
/// </summary>
[PrimaryKey(nameof(ProvinceId), nameof(Id))]
public abstract class TenantRow
{
    public short ProvinceId { get; init; }
    public Guid Id { get; init; } = Guid.CreateVersion7();
    public int Version { get; private set; } = 1;
}

/// <summary>
/// Marks an entity whose every change is written to the history, in the same transaction. <paramref name="kind"/> names the
/// subject ("plan", "organization"); properties shown in history carry <see cref="DisplayAttribute"/> with their Vietnamese name.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RecordedAttribute(string kind) : Attribute
{
    public string Kind { get; } = kind;

    /// <summary>What people call one: "nhiệm vụ".</summary>
    public string? Noun { get; init; }

    /// <summary>Whether it belongs to the installation and not to one province: whoever may open it reads all that was done to it, by whichever province.</summary>
    public bool Shared { get; init; }

    /// <summary>The property by whose value the history tells one part of a record from another.</summary>
    public string? Called { get; init; }

    /// <summary>The kind of the record whose id <see cref="Called"/> holds: the history calls the part as that record is called.</summary>
    public string? CalledAs { get; init; }
}

/// <summary>An entity that is part of a larger record: its changes are shown in the history of that record too.</summary>
public interface IPartOf
{
    Guid WholeId { get; }
}

/// <summary>An entity that joins several records: its changes are shown in the history of each.</summary>
public interface IPartOfSeveral
{
    /// <summary>The records, each once.</summary>
    IReadOnlyList<Guid> WholeIds { get; }
}
