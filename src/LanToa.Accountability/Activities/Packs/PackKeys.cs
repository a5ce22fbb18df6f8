using System.Security.Cryptography;
using LanToa.Platform.Data;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace LanToa.Accountability.Activities.Packs;

/// <summary>The key pair by which this installation signs packs: one for all its provinces, in every backup. The private half is protected as every other secret in the database.</summary>
public sealed class PackKey
{
    public const string Only = "evidence-pack";

    /// <summary>Two nodes that begin at once make one key.</summary>
    public string Name { get; init; } = Only;

    /// <summary>SubjectPublicKeyInfo, DER.</summary>
    public required byte[] PublicKey { get; init; }

    public required string Secret { get; init; }
    public DateTimeOffset MadeAt { get; init; }
}

internal sealed class PackKeyTable : IEntityTypeConfiguration<PackKey>
{
    public void Configure(EntityTypeBuilder<PackKey> table)
    {
        table.ToTable("pack_key");
        table.HasKey(k => k.Name);
    }
}

/// <summary>Signs, and tells the public half. The pair is made when it is first asked for.</summary>
public sealed class PackKeys(LanToaDb db, IDataProtectionProvider keys, Clock clock)
{
    private readonly IDataProtector _seal = keys.CreateProtector("LanToa.EvidencePack.1");

    public async Task<byte[]> PublicKeyAsync(CancellationToken cancel = default) => (await KeyAsync(cancel)).PublicKey;

    /// <summary>ECDSA P-256 over SHA-256, DER.</summary>
    public async Task<byte[]> SignAsync(byte[] bytes, CancellationToken cancel = default)
    {
        using var pair = ECDsa.Create();
        pair.ImportPkcs8PrivateKey(_seal.Unprotect(Convert.FromBase64String((await KeyAsync(cancel)).Secret)), out _);
        return pair.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    private async Task<PackKey> KeyAsync(CancellationToken cancel)
    {
        if (await db.Set<PackKey>().AsNoTracking().FirstOrDefaultAsync(k => k.Name == PackKey.Only, cancel) is { } known) return known;
        using var pair = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var (name, publicKey, secret, now) = (PackKey.Only, pair.ExportSubjectPublicKeyInfo(), Convert.ToBase64String(_seal.Protect(pair.ExportPkcs8PrivateKey())), clock.Now);
        await db.Database.ExecuteSqlAsync($"INSERT INTO pack_key (name, public_key, secret, made_at) VALUES ({name}, {publicKey}, {secret}, {now}) ON CONFLICT DO NOTHING", cancel);
        return await db.Set<PackKey>().AsNoTracking().FirstAsync(k => k.Name == PackKey.Only, cancel);
    }
}
