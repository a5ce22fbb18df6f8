using LanToa.Accountability.Reports;
using LanToa.Accountability.Reports.Formulas;

namespace LanToa.Accountability.Tests.Reports;

public sealed class FormulaTests
{
    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("10 - 4 - 3", 3)]
    [InlineData("-2 * -3", 6)]
    [InlineData("1.000 + 0,5", 1000.5)]
    [InlineData("làm_tròn(10 / 3; 2)", 3.33)]
    [InlineData("lam_tron(2 / 3; 1)", 0.7)]
    [InlineData("2 * 3 > 5", 1)]
    public void Of_Arithmetic_IsWorkedOut(string text, double value) => Work(text).Number.ShouldBe((decimal)value);

    [Fact]
    public void Read_Aggregate_TakesWordsWithAndWithoutMarks()
    {
        var plain = Formula.Read("tong(so_luong; kenh = portal; san_pham = article, news)");
        var marked = Formula.Read("tổng( số_lượng ; sản_phẩm = \"Tin\", Bài; kênh = portal )");
        plain.Atoms.ShouldBe(marked.Atoms);
        plain.Atoms[0].Conditions.ShouldContain(FormulaWords.AcceptedOnly);
        FormulaWords.Said(Formula.Read("việc(quá_hạn)").Atoms[0]).ShouldBe("việc(chưa báo cáo, đã quá hạn)");
        Formula.Read("đếm(sản_phẩm = event; trạng_thái = Accepted, Recorded)").Atoms[0].Conditions.ShouldNotContain(FormulaWords.AcceptedOnly);
    }

    [Theory]
    [InlineData("", "Hãy ghi công thức")]
    [InlineData("1 +", "dừng ở giữa")]
    [InlineData("tổng(số_lượng", "dấu “;”")]
    [InlineData("tổng(tiền)", "Không có số đo “tiền”")]
    [InlineData("đếm(sản_phẩm = tin_tức)", "không có mã “tin_tức”")]
    [InlineData("đếm(màu = đỏ)", "Không có điều kiện “màu”")]
    [InlineData("đếm(sản_phẩm = news; sản_phẩm = article)", "ghi hai lần")]
    [InlineData("system(1)", "Không có hàm “system”")]
    [InlineData("tin_bai + 1", "dấu [ ]")]
    [InlineData("có(sản_phẩm = news) + 1", "không phải có/không")]
    [InlineData("1; DROP TABLE activity", "Công thức đã đủ")]
    [InlineData("1.5.2", "không phải là số")]
    [InlineData("việc(xong; kênh = portal)", "chỉ nhận loại việc")]
    public void Read_Unsound_SaysWhatIsWrong(string text, string says) => Should.Throw<FormulaException>(() => Formula.Read(text)).Message.ShouldContain(says);

    [Fact]
    public void Read_TooDeepOrTooLong_IsRefused()
    {
        Should.Throw<FormulaException>(() => Formula.Read(new string('(', 60) + "1" + new string(')', 60))).Message.ShouldContain("quá nhiều bậc");
        Should.Throw<FormulaException>(() => Formula.Read(new string('1', 2001)));
    }

    [Fact]
    public void Of_DivisionByZero_HasNoValueAndNamesTheDenominator()
    {
        var value = Work("việc(xong) / việc(phải_làm) * 100", ("việc(phải_làm)", 0), ("việc(xong)", 3));
        value.Number.ShouldBeNull();
        value.Problem.ShouldBe("Không tính được: mẫu số (việc(phải_làm)) bằng 0.");
        (value.Numerator, value.Denominator).ShouldBe((300m, 0m));
    }

    [Theory]
    [InlineData("[tin] / 0")]
    [InlineData("1 + [tin] / (2 - 2) * 100")]
    [InlineData("[tin] / (0 * đếm(sản_phẩm = news))")]
    [InlineData("[tin] / ([bai] - [bai])")]
    [InlineData("[tin] / -làm_tròn(0,4; 0)")]
    [InlineData("[tin] / [khong]")]
    [InlineData("[tin] / (0 / [bai])")]
    public void WhyNot_DivisorThatIsAlwaysZero_IsRefused(string text) => WhyNot(text).ShouldHaveSingleItem().ShouldContain("luôn bằng 0");

    [Theory]
    [InlineData("[tin] / [bai]")]
    [InlineData("[tin] / ([bai] - 1)")]
    [InlineData("[tin] / (2 - 1)")]
    [InlineData("0 / [bai]")]
    [InlineData("[tin] / (999999999999 * 999999999999 * 999999999999)")]
    public void WhyNot_DivisorThatMayBeZero_IsTaken(string text) => WhyNot(text).ShouldBeEmpty();

    private static IReadOnlyList<string> WhyNot(string text)
    {
        Indicator Of(string code, string formula) => new() { Code = code, Name = code, Theme = "t", Unit = "u", Formula = formula };
        return Indicators.WhyNot(Of("thu", text), [Of("tin", "đếm(sản_phẩm = news)"), Of("bai", "đếm(sản_phẩm = article)"), Of("khong", "1 - 1")]);
    }

    [Fact]
    public void Of_Ratio_KeepsItsPartsAndShowsItsWorking()
    {
        var value = Work("việc(xong) / việc(phải_làm) * 100", ("việc(phải_làm)", 8), ("việc(xong)", 6));
        (value.Number, value.Numerator, value.Denominator).ShouldBe((75m, 600m, 8m));
        value.Working.ShouldBe(["việc(xong) = 6", "việc(phải_làm) = 8", "6 ÷ 8 × 100 = 75"]);
    }

    /// <summary>Readers of a report see names; codes are for whoever writes formulas.</summary>
    [Fact]
    public void Working_ForReaders_NamesCodes()
    {
        var formulas = new Dictionary<string, Formula> { ["a"] = Formula.Read("[b] + tổng(số_lượng; sản_phẩm = broadcast, news) + đếm() + việc(phải_làm)") };
        var atoms = formulas["a"].Atoms.ToDictionary(x => x, _ => (decimal?)2);
        var given = new Dictionary<string, decimal?> { ["b"] = 1 };
        OwnFigures.Calculate(formulas, atoms, given, code => code == "b" ? "Số buổi" : code)["a"].Working.ShouldBe(["tổng(số lượng sản phẩm; sản phẩm: “Chương trình, buổi phát thanh”, “Tin”) = 2", "đếm hoạt động = 2", "việc(phải làm) = 2", "“Số buổi” = 1", "1 + 2 + 2 + 2 = 7"]);
        OwnFigures.Calculate(formulas, atoms, given)["a"].Working[0].ShouldContain("sản_phẩm = broadcast, news");
    }

    [Fact]
    public void Of_HugeNumbers_SaysSo() => Work("999999999999 * 999999999999 * 999999999999").Problem!.ShouldContain("quá mức");

    [Fact]
    public void Calculate_ReferencesAndCircles_AreFollowedOnce()
    {
        var formulas = new Dictionary<string, Formula> { ["a"] = Formula.Read("[b] + 1"), ["b"] = Formula.Read("[tay] * 2"), ["c"] = Formula.Read("[d]"), ["d"] = Formula.Read("[e] + 1"), ["e"] = Formula.Read("[c]") };
        var values = OwnFigures.Calculate(formulas, new Dictionary<Atom, decimal?>(), new Dictionary<string, decimal?> { ["tay"] = 5 });
        values["a"].Number.ShouldBe(11);
        values["a"].Working.ShouldBe(["[b] = 10", "10 + 1 = 11"]);
        values["d"].Number.ShouldBeNull();
        values["c"].Problem.ShouldBe("Công thức đi vòng: c → d → e → c. Hãy sửa trong danh mục chỉ tiêu.");
    }

    [Fact]
    public void Calculate_WhatLeadsToACircle_NamesTheCircle()
    {
        var formulas = new[] { ("a", "[b] + [c]"), ("b", "1 + 1"), ("c", "[b] + [d]"), ("d", "[e]"), ("e", "[b] + [f] + [d]"), ("f", "[e]"), ("g", "[g]"), ("h", "[b] * 2") }.ToDictionary(f => f.Item1, f => Formula.Read(f.Item2));
        var values = OwnFigures.Calculate(formulas, new Dictionary<Atom, decimal?>(), new Dictionary<string, decimal?>());
        values["h"].Number.ShouldBe(4);
        new[] { "a", "c", "d", "e", "f", "g" }.Select(c => values[c].Problem).ShouldBe(new[] { "e → f → e", "e → f → e", "e → f → e", "e → f → e", "f → e → f", "g → g" }.Select(c => $"Công thức đi vòng: {c}. Hãy sửa trong danh mục chỉ tiêu."));
    }

    [Fact]
    public void Calculate_ChainAndCircleOfThousands_AreWorkedOutInSteps()
    {
        // The last first: each waits for all that come after it. As little stack as a busy server may have left.
        var chain = Enumerable.Range(1, 5000).Reverse().ToDictionary(n => $"a{n}", n => Formula.Read($"[a{n - 1}] + 1"));
        var circle = new Dictionary<string, Formula>(chain) { ["a0"] = Formula.Read("[a5000]") };
        IReadOnlyDictionary<string, FormulaValue>? values = null, none = null;
        var known = chain.Keys.Append("a0").ToDictionary(c => c, c => new Indicator { Code = c, Name = c, Theme = "x", Unit = "x", Source = c == "a0" ? IndicatorSource.ByHand : IndicatorSource.Formula, Formula = c == "a0" ? null : chain[c].Text });
        IReadOnlyList<string>? sound = null, round = null;
        var worker = new Thread(() =>
        {
            values = OwnFigures.Calculate(chain, new Dictionary<Atom, decimal?>(), new Dictionary<string, decimal?> { ["a0"] = 7 });
            none = OwnFigures.Calculate(circle, new Dictionary<Atom, decimal?>(), new Dictionary<string, decimal?>());
            sound = Indicators.WhyNot(known["a5000"], known.Values);
            round = Indicators.WhyNot(new Indicator { Code = "a0", Name = "a0", Theme = "x", Unit = "x", Formula = "[a5000]" }, known.Values);
        }, 256 * 1024);
        worker.Start();
        worker.Join();
        values!["a5000"].Number.ShouldBe(5007);
        values["a5000"].Working.ShouldBe(["[a4999] = 5.006", "5.006 + 1 = 5.007"]);
        none!.Count.ShouldBe(5001);
        none.Values.ShouldAllBe(v => v.Number == null);
        none["a3"].Problem.ShouldBe("Công thức đi vòng: a3 → a2 → a1 → a0 → a5000 → a4999 → a4998 → a4997 → a4996 → a4995 → a4994 → a4993 → … (còn 4.989 chỉ tiêu) → a3. Hãy sửa trong danh mục chỉ tiêu.");
        sound.ShouldBeEmpty();
        round!.ShouldHaveSingleItem().ShouldStartWith("Công thức đi vòng: a0 → a5000 → a4999");
    }

    [Fact]
    public void Additive_Formulas_ComeToTheSumOfTheirParts()
    {
        var random = new Random(84);
        string[] leaves = ["đếm(sản_phẩm = news)", "tổng(người_dự)", "việc(xong)", "lớn_nhất(người_dự)", "mới_nhất(người_dự)", "2", "0", "[a]", "[b]", "[tay]"];
        var told = 0;
        for (var round = 0; round < 2000; round++)
        {
            var formulas = new Dictionary<string, Formula> { ["a"] = Formula.Read(Any(2).Replace("[a]", "1", StringComparison.Ordinal).Replace("[b]", "2", StringComparison.Ordinal)), ["b"] = Formula.Read(Any(2).Replace("[b]", "3", StringComparison.Ordinal)), ["c"] = Formula.Read(Any(3)) };
            var atoms = formulas.Values.SelectMany(f => f.Atoms).Distinct().ToList();
            var (first, rest) = (Values(), Values());
            var whole = first.ToDictionary(a => a.Key, a => a.Key.Kind == AtomKind.Largest ? Math.Max(a.Value!.Value, rest[a.Key]!.Value) : a.Key.Kind == AtomKind.Latest ? rest[a.Key] : a.Value + rest[a.Key]);
            var (one, two, all) = (Work(first, 3), Work(rest, 4), Work(whole, 7));
            foreach (var code in AdditiveFormulas.Of(formulas))
            {
                told++;
                (one[code].Number + two[code].Number).ShouldNotBeNull().ShouldBe(all[code].Number!.Value, 0.000001m, formulas[code].Text);
            }

            Dictionary<Atom, decimal?> Values() => atoms.ToDictionary(a => a, _ => (decimal?)random.Next(10));
            IReadOnlyDictionary<string, FormulaValue> Work(IReadOnlyDictionary<Atom, decimal?> of, decimal byHand) => OwnFigures.Calculate(formulas, of, new Dictionary<string, decimal?> { ["tay"] = byHand });
        }
        told.ShouldBeGreaterThan(500);
        string[] sums = ["đếm()", "tổng(số_lượng; sản_phẩm = news) + 2 * đếm()", "[tay] - đếm() / (1 + 1)", "-(việc(xong)) * 0,5", "0"], others = ["đếm() + 1", "đếm() / việc(xong)", "làm_tròn(tổng(người_dự) / 2; 0)", "lớn_nhất(người_dự)", "đếm() * đếm()", "đếm() / 0", "[khac]"];
        var known = sums.Concat(others).ToDictionary(t => t, Formula.Read);
        known["khac"] = Formula.Read("mới_nhất(người_dự)");
        AdditiveFormulas.Of(known).ShouldBe(sums, ignoreOrder: true);

        string Any(int depth) => depth == 0 || random.Next(4) == 0 ? leaves[random.Next(leaves.Length)] : random.Next(6) switch
        {
            0 => $"-({Any(depth - 1)})", 1 => $"({Any(depth - 1)}) * ({Any(depth - 1)})", 2 => $"({Any(depth - 1)}) / {random.Next(1, 5)}", 3 => $"({Any(depth - 1)}) - ({Any(depth - 1)})",
            4 => $"làm_tròn({Any(depth - 1)}; 0)", _ => $"({Any(depth - 1)}) + ({Any(depth - 1)})",
        };
    }

    [Fact]
    public void Delivered_Dictionary_IsSound()
    {
        var all = Indicators.Delivered.Select(d => new Indicator { Code = d.Code, Name = d.Name, Theme = d.Theme, Unit = d.Unit, Aggregation = d.Aggregation, Source = d.Source, Formula = d.Formula, Decimals = d.Decimals }).ToList();
        all.Count.ShouldBeGreaterThan(35);
        all.Select(i => i.Code).ShouldBeUnique();
        all.SelectMany(i => Indicators.WhyNot(i, all).Select(p => $"{i.Code}: {p}")).ShouldBeEmpty();
        // Whoever only wrote plans and reports was not active; a new product has to be put there too.
        Formula.Read(all.Single(i => i.Code == "don_vi_co_hoat_dong").Formula!).Atoms[0].Conditions.Single(c => c.Field.Name == "sản_phẩm").Codes.ShouldBe(LanToa.Contracts.Codes.CodeLists.Products.Select(p => p.Code).Except(NotableActivities.Paperwork), ignoreOrder: true);
    }

    [Theory]
    [InlineData(Aggregation.Sum, "có(sản_phẩm = dialogue)", "có/không")]
    [InlineData(Aggregation.YesNo, "đếm()", "cần công thức có/không")]
    [InlineData(Aggregation.Ratio, "đếm()", "tử số / mẫu số")]
    [InlineData(Aggregation.Sum, "[khong_co]", "Không có chỉ tiêu mã [khong_co]")]
    [InlineData(Aggregation.Sum, "[moi] + 1", "chính chỉ tiêu")]
    [InlineData(Aggregation.Sum, "[vong]", "Công thức đi vòng: moi → vong → moi")]
    [InlineData(Aggregation.Sum, "số_đơn_vị()", "Đếm đơn vị khác nhau")]
    public void WhyNot_Mismatch_IsNamed(Aggregation aggregation, string formula, string says)
    {
        var others = new[] { new Indicator { Code = "vong", Name = "Vòng", Theme = "x", Unit = "x", Formula = "[moi]" } };
        Indicators.WhyNot(new Indicator { Code = "moi", Name = "Mới", Theme = "x", Unit = "x", Aggregation = aggregation, Formula = formula }, others).ShouldContain(p => p.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void DivisionByZero_OverManyReferences_IsFoundAtOnceOrLeft()
    {
        var chain = Enumerable.Range(1, 60).ToDictionary(n => $"a{n}", n => Formula.Read($"[a{n - 1}] + [b{n - 1}]")).Concat(Enumerable.Range(1, 60).ToDictionary(n => $"b{n}", n => Formula.Read($"[b{n - 1}] + [a{n - 1}]"))).ToDictionary();
        (chain["a0"], chain["b0"]) = (Formula.Read("0"), Formula.Read("0"));
        chain["last"] = Formula.Read("1 / [a60]");
        OwnFigures.Calculate(chain, new Dictionary<Atom, decimal?>(), new Dictionary<string, decimal?>())["last"].Problem.ShouldNotBeNull().ShouldBe("Không tính được: mẫu số ([a60]) bằng 0.");
        chain["last"].DivisionByZero(chain).ShouldNotBeNull();

        // Deeper than anybody writes: unknown, and the process lives.
        var deep = Enumerable.Range(1, 20_000).ToDictionary(n => $"a{n}", n => Formula.Read($"[a{n - 1}] * 1"));
        deep["a0"] = Formula.Read("0");
        Formula.Read("1 / [a20000]").DivisionByZero(deep).ShouldBeNull();
    }

    private static FormulaValue Work(string text, params (string Text, decimal Value)[] atoms)
    {
        var formula = Formula.Read(text);
        return new FormulaCalculator(formula.Atoms.ToDictionary(a => a, a => (decimal?)atoms.Single(t => t.Text == a.Text).Value), new Dictionary<string, decimal?>()).Of(formula);
    }
}
