using System.Globalization;
using LanToa.Platform.Time;
using Npgsql;

namespace LanToa.Platform.Audit;

/// <summary>Where a verification stands in a chain and what it has found so far.</summary>
internal sealed class HistoryWalk(short province, IEnumerable<HistoryAnchor> anchors)
{
    // Longer than any transaction of ours takes until it commits.
    private static readonly TimeSpan Backdating = TimeSpan.FromHours(1);

    private readonly HistoryForm _form = new();
    private readonly List<HistoryFinding> _findings = [];
    private readonly ILookup<long, string> _anchors = anchors.ToLookup(a => a.Number, a => a.Hash);
    private readonly HashSet<long> _met = [];
    private readonly Queue<string> _backdated = [];
    private byte[] _previous = HistoryForm.Beginning;
    private DateTimeOffset _latest = DateTimeOffset.MinValue;

    public short Province => province;

    /// <summary>The number of the last link walked.</summary>
    public long Number { get; private set; }

    /// <summary>The last row taken, also one outside the chain; null before the first.</summary>
    public (long Number, Guid Event)? Place { get; private set; }

    public long Events { get; private set; }

    public long Backdated { get; private set; }

    /// <summary>The last rows counted there, in words.</summary>
    public IReadOnlyCollection<string> BackdatedRows => _backdated;

    public int Total { get; private set; }

    public IReadOnlyList<HistoryFinding> Findings => _findings;

    public HistoryAnchor? Last => Number == 0 ? null : HistoryAnchor.Of(province, Number, _previous);

    public void Find(HistoryFindingKind kind, long? number, Guid? id, string words)
    {
        if (Total++ < HistoryVerdict.MostFindings) _findings.Add(new(kind, number, id, words));
    }

    /// <summary>Takes the next row: number, event, sealed at, previous, hash, whether the event is there, its columns.</summary>
    public void Step(NpgsqlDataReader row)
    {
        var (number, id, sealedAt) = (row.GetInt64(0), row.GetGuid(1), row.GetFieldValue<DateTimeOffset>(2));
        var (previous, hash) = (row.GetFieldValue<byte[]>(3), row.GetFieldValue<byte[]>(4));
        Place = (number, id);
        if (number < 1)
        {
            Find(HistoryFindingKind.OutsideChain, number, id, $"Dấu niêm phong số {number} nằm ngoài chuỗi (chuỗi bắt đầu từ số 1): {(row.GetBoolean(5) ? Name(row, 7, 8, 10, 16) : $"thay đổi {id}")} giả là đã niêm phong nhưng không có trong chuỗi.");
            return;
        }
        if (number != Number + 1) Gap(number);
        else if (!previous.AsSpan().SequenceEqual(_previous))
            Find(HistoryFindingKind.LinkBroken, number, id, $"Giữa số {Number} và số {number}: mã băm không nối với nhau; một trong hai dòng đã bị thay và niêm phong lại.");
        if (!row.GetBoolean(5)) Find(HistoryFindingKind.Deleted, number, id, $"Số {number}: thay đổi {id} đã bị xóa khỏi lịch sử.");
        else if (!_form.Hash(row, 6, province, number, sealedAt, previous).AsSpan().SequenceEqual(hash))
            Find(HistoryFindingKind.Changed, number, id, $"Số {number}: {Name(row, 7, 8, 10, 16)} không còn như lúc niêm phong; nội dung, thứ tự hoặc dấu niêm phong đã bị sửa.");
        else Date(row, number, sealedAt);
        if (_anchors.Contains(number)) Compare(number, hash);
        (Number, _previous) = (number, hash);
        Events++;
    }

    /// <summary>Compares where the chain ended with its head and with the anchors that were not met.</summary>
    public void End(HistoryAnchor? head)
    {
        if (head is null ? Number > 0 : head.Number != Number || head != Last)
            Find(HistoryFindingKind.TailDiffers, Number, null, head switch
            {
                null => $"Chuỗi có {Number} số nhưng điểm cuối của chuỗi đã bị xóa.",
                _ when head.Number > Number => $"Chuỗi đã bị cắt đuôi: mất số {Number + 1} đến số {head.Number}.",
                _ when head.Number < Number => $"Sau điểm cuối của chuỗi (số {head.Number}) có thêm số {head.Number + 1} đến số {Number} không do chương trình niêm phong.",
                _ => $"Số {Number} (số cuối) không khớp với điểm cuối của chuỗi: dòng cuối đã bị thay và niêm phong lại.",
            });
        foreach (var number in _anchors.Select(a => a.Key).Where(n => !_met.Contains(n)))
            Find(HistoryFindingKind.AnchorDiffers, number, null, $"Điểm neo ghi số {number} nhưng chuỗi không có số đó: chuỗi đã bị cắt hoặc làm lại.");
    }

    /// <summary>An event for a person who looks for it: id, when, who, what, and of which record where its kind and id stand in columns <paramref name="subject"/> and the next.</summary>
    public static string Name(NpgsqlDataReader row, int id, int at, int actor, int verb, int? subject = null) => row.IsDBNull(at)
        ? $"thay đổi {row.GetGuid(id)}"
        : $"thay đổi {row.GetGuid(id)} ({VietnameseFormat.DateTime(row.GetFieldValue<DateTimeOffset>(at))}, {row.GetString(actor)}, {row.GetString(verb)}{(subject is { } of ? $", {row.GetString(of)} {row.GetGuid(of + 1)}" : "")})";

    private void Gap(long number)
    {
        var missing = number - Number == 2 ? $"số {Number + 1}" : string.Create(CultureInfo.InvariantCulture, $"số {Number + 1} đến số {number - 1}");
        Find(HistoryFindingKind.SealsMissing, Number + 1, null, number > Number ? $"Mất dấu niêm phong {missing}." : $"Số {number} đứng sai chỗ.");
    }

    private void Compare(long number, byte[] hash)
    {
        _met.Add(number);
        if (_anchors[number].Any(a => a != Convert.ToHexStringLower(hash)))
            Find(HistoryFindingKind.AnchorDiffers, number, null, $"Số {number} khác với điểm neo: chuỗi từ đầu đến số {number} đã bị làm lại.");
    }

    private void Date(NpgsqlDataReader row, long number, DateTimeOffset sealedAt)
    {
        var at = row.GetFieldValue<DateTimeOffset>(8);
        if (_latest > DateTimeOffset.MinValue && at < _latest - Backdating)
        {
            Backdated++;
            if (_backdated.Count == HistoryVerdict.MostFindings) _backdated.Dequeue();
            _backdated.Enqueue($"Số {number}: {Name(row, 7, 8, 10, 16, 13)} niêm phong lúc {VietnameseFormat.DateTime(sealedAt)}, sau thay đổi lúc {VietnameseFormat.DateTime(_latest)}; có thể là dòng chèn vào.");
        }
        else if (at > _latest) _latest = at;
    }
}
