using System.CommandLine;
using LanToa.Reading.Restoration;

namespace LanToa.Cli.Verbs;

/// <summary><c>lantoa build-language-model [COUNTS [OUTPUT [UNITS]]]</c>: the model that restores damaged text, from counts of syllables and names of units.</summary>
internal static class BuildLanguageModelVerb
{
    public static Command Create()
    {
        var counts = new Argument<string>("counts") { Description = "Thư mục có unigrams.tsv.gz, bigrams.tsv.gz, trigrams.tsv.gz.", HelpName = "THƯ_MỤC", DefaultValueFactory = _ => Path.Combine(CommonOptions.Checkout(), "..", "shared", "data", "language") };
        var output = new Argument<string>("output") { Description = "Tệp mô hình sẽ ghi.", HelpName = "TỆP", DefaultValueFactory = _ => Path.Combine(CommonOptions.Checkout(), "src", "LanToa.Reading", "Restoration", "language.bin") };
        var units = new Argument<string>("units") { Description = "Danh mục tỉnh, xã có tên được tính thêm.", HelpName = "TỆP", DefaultValueFactory = _ => Path.Combine(CommonOptions.Checkout(), "..", "shared", "data", "units", "units-2026-07-25.json") };
        var verb = new Command("build-language-model", "Dựng mô hình ngôn ngữ dùng để khôi phục dấu tiếng Việt.") { counts, output, units };
        verb.SetAction(parsed =>
        {
            var (from, to, names) = (parsed.GetRequiredValue(counts), parsed.GetRequiredValue(output), parsed.GetRequiredValue(units));
            foreach (var name in new[] { "unigrams", "bigrams", "trigrams" })
                if (!File.Exists(Path.Combine(from, name + ".tsv.gz")))
                {
                    Console.Error.WriteLine($"Không thấy {name}.tsv.gz trong {from}.");
                    return Failures.BadUsage;
                }
            if (!File.Exists(names))
            {
                Console.Error.WriteLine($"Không thấy danh mục đơn vị {names}.");
                return Failures.BadUsage;
            }
            ModelBuilder.Build(from, to, names);
            Console.WriteLine($"{to}: {new FileInfo(to).Length / 1048576.0:0.0} MB");
            return 0;
        });
        return verb;
    }
}
