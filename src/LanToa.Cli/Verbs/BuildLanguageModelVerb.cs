using System.CommandLine;
using LanToa.Reading.Restoration;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa build-language-model [COUNTS [OUTPUT]]</c>: the model that restores damaged text, from counts of syllables.</summary>
internal static class BuildLanguageModelVerb
{
    public static Command Create()
    {
        var counts = new Argument<string>("counts") { Description = "Thư mục có unigrams.tsv.gz, bigrams.tsv.gz, trigrams.tsv.gz.", HelpName = "THƯ_MỤC", DefaultValueFactory = _ => Path.Combine(CommonOptions.Checkout(), "..", "shared", "data", "language") };
        var output = new Argument<string>("output") { Description = "Tệp mô hình sẽ ghi.", HelpName = "TỆP", DefaultValueFactory = _ => Path.Combine(CommonOptions.Checkout(), "src", "LanToa.Reading", "Restoration", "language.bin") };
        var verb = new Command("build-language-model", "Dựng mô hình ngôn ngữ dùng để khôi phục dấu tiếng Việt.") { counts, output };
        verb.SetAction(parsed =>
        {
            var (from, to) = (parsed.GetRequiredValue(counts), parsed.GetRequiredValue(output));
            foreach (var name in new[] { "unigrams", "bigrams", "trigrams" })
                if (!File.Exists(Path.Combine(from, name + ".tsv.gz")))
                {
                    Console.Error.WriteLine($"Không thấy {name}.tsv.gz trong {from}.");
                    return Failures.BadUsage;
                }
            ModelBuilder.Build(from, to);
            Console.WriteLine($"{to}: {new FileInfo(to).Length / 1048576.0:0.0} MB");
            return 0;
        });
        return verb;
    }
}
