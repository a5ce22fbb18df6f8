using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using LanToa.Platform.Data;

namespace LanToa.Platform.Files;

/// <summary>
/// Files in a bucket of a store that speaks S3, under the same names as in the folder: files/ab/cd/abcd…. What is sent or read passes through a file of
/// the temporary folder of this machine: a store wants the length before the bytes, and a browser may ask for a part.
/// </summary>
public sealed class S3Files : IFileBytes, IDisposable
{
    private const string Folder = "files/";

    private readonly S3Settings _settings;
    private readonly AmazonS3Client _client;

    public S3Files(S3Settings settings)
    {
        _settings = settings;
        _client = new(new BasicAWSCredentials(settings.Key, settings.Secret), new AmazonS3Config
        {
            ServiceURL = settings.Endpoint.ToString(), AuthenticationRegion = settings.Region, ForcePathStyle = true, Timeout = settings.Patience, MaxErrorRetry = 1,
            // Stores other than Amazon's do not all know the newer checksums; ours is the name.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED, ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    /// <summary>The place of the files that the environment names: a store, or the folder.</summary>
    /// <exception cref="S3SettingsException">A store is named, but not wholly.</exception>
    public static IFileBytes Choose(DataFolder folder, Func<string, string?> environment) => S3Settings.Load(environment) is { } settings ? new S3Files(settings) : new FolderFiles(folder);

    public string Place => $"s3://{_settings.Bucket}";

    public FileStream Begin() => Temporary();

    public async Task KeepAsync(FileStream complete, string sha256, CancellationToken cancel = default)
    {
        complete.Position = 0;
        // In one piece: not every store takes the signed pieces of Amazon's own apart again.
        await AskAsync(writing: true, () => _client.PutObjectAsync(new PutObjectRequest { BucketName = _settings.Bucket, Key = NameOf(sha256), InputStream = complete, AutoCloseStream = false, UseChunkEncoding = false }, cancel));
    }

    public async Task<Stream> OpenAsync(string sha256, CancellationToken cancel = default)
    {
        var copy = Temporary();
        try
        {
            await AskAsync(writing: false, async () =>
            {
                using var answer = await _client.GetObjectAsync(_settings.Bucket, NameOf(sha256), cancel);
                await answer.ResponseStream.CopyToAsync(copy, cancel);
                return answer;
            });
            copy.Position = 0;
            return copy;
        }
        catch
        {
            await copy.DisposeAsync();
            throw;
        }
    }

    public async Task<long?> SizeAsync(string sha256, CancellationToken cancel = default)
    {
        try
        {
            return (await AskAsync(writing: false, () => _client.GetObjectMetadataAsync(_settings.Bucket, NameOf(sha256), cancel))).ContentLength;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public async Task<bool> IsEmptyAsync(CancellationToken cancel = default) => await ListAsync(Folder, writing: false, cancel) is { S3Objects: not { Count: > 0 } };

    /// <summary>Asks the store for names that no file has; whether there is room only a sending tells.</summary>
    public Task ProbeAsync(CancellationToken cancel = default) => ListAsync(Folder + ".", writing: true, cancel);

    public void Dispose() => _client.Dispose();

    private static string NameOf(string sha256) => $"{Folder}{sha256[..2]}/{sha256[2..4]}/{sha256}";

    // The first names, as many as one answer holds: not every store answers for folders.
    private Task<ListObjectsV2Response> ListAsync(string prefix, bool writing, CancellationToken cancel) =>
        AskAsync(writing, () => _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = prefix }, cancel));

    private static FileStream Temporary()
    {
        try
        {
            return new FileStream(Path.Combine(Path.GetTempPath(), $"lantoa-{Guid.CreateVersion7():N}"), new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw FilesUnavailableException.Of(e);
        }
    }

    private async Task<T> AskAsync<T>(bool writing, Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode != "NoSuchBucket")
        {
            throw new FileNotFoundException($"Not in {Place}.", e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException or IOException || e is OperationCanceledException { InnerException: TimeoutException })
        {
            throw new FilesUnavailableException(writing ? $"Chưa nhận được tệp: {Why(e)} {FilesUnavailableException.ToDo}" : $"Kho tệp S3 đang không mở được: {Why(e)}", e);
        }
    }

    private static string Why(Exception e) => e is not AmazonS3Exception refused ? "kho tệp S3 đang không trả lời."
        : refused.ErrorCode switch
        {
            "NoSuchBucket" => "kho tệp S3 không có bucket đã khai báo.",
            "AccessDenied" or "InvalidAccessKeyId" or "SignatureDoesNotMatch" => "kho tệp S3 không nhận khóa đã khai báo.",
            "XMinioStorageFull" or "QuotaExceeded" or "InsufficientStorage" => "kho tệp S3 đã đầy.",
            _ => $"kho tệp S3 báo lỗi {refused.ErrorCode}.",
        };
}
