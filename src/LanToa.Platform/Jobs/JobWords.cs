using LanToa.Platform.Ui;

namespace LanToa.Platform.Jobs;

internal static class JobWords
{
    public static StatusMark Mark(this JobState state) => state switch
    {
        JobState.Queued => new StatusMark(StatusKind.Neutral, "Đang chờ"),
        JobState.Running => new StatusMark(StatusKind.InProgress, "Đang chạy"),
        JobState.Done => new StatusMark(StatusKind.Done, "Xong"),
        JobState.Dead => new StatusMark(StatusKind.Overdue, "Dừng vì lỗi"),
        _ => new StatusMark(StatusKind.Neutral, "Đã hủy"),
    };
}
