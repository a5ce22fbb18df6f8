using System.ComponentModel.DataAnnotations;
using LanToa.Platform.Time;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace LanToa.Platform.Ui.Binding;

/// <summary>Forms are filled in as Vietnamese officials write: dates ngày/tháng/năm, decimals after a comma, and messages that say what to do.</summary>
public static class VietnameseBinding
{
    public static void Configure(MvcOptions mvc)
    {
        mvc.ModelMetadataDetailsProviders.Add(new SpokenRequirement());
        mvc.ModelBinderProviders.Insert(0, new ValueBinderProvider());
        mvc.ModelBinderProviders.Insert(1, new TextBinderProvider());
        var say = mvc.ModelBindingMessageProvider;
        say.SetValueIsInvalidAccessor(value => $"“{value}” không hợp lệ. Hãy nhập lại.");
        say.SetAttemptedValueIsInvalidAccessor((value, _) => $"“{value}” không hợp lệ. Hãy nhập lại.");
        say.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"“{value}” không hợp lệ. Hãy nhập lại.");
        say.SetUnknownValueIsInvalidAccessor(_ => "Giá trị này không hợp lệ. Hãy nhập lại.");
        say.SetNonPropertyUnknownValueIsInvalidAccessor(() => "Giá trị này không hợp lệ. Hãy nhập lại.");
        say.SetValueMustBeANumberAccessor(_ => "Hãy nhập một số, ví dụ 12.");
        say.SetNonPropertyValueMustBeANumberAccessor(() => "Hãy nhập một số, ví dụ 12.");
        say.SetValueMustNotBeNullAccessor(_ => "Bạn chưa nhập mục này.");
        say.SetMissingBindRequiredValueAccessor(_ => "Bạn chưa nhập mục này.");
        say.SetMissingKeyOrValueAccessor(() => "Bạn chưa nhập mục này.");
        say.SetMissingRequestBodyRequiredValueAccessor(() => "Yêu cầu không có nội dung.");
    }

    /// <summary>What the framework requires by itself (a text that cannot be null) is said in Vietnamese too.</summary>
    private sealed class SpokenRequirement : IValidationMetadataProvider
    {
        public void CreateValidationMetadata(ValidationMetadataProviderContext context)
        {
            foreach (var required in context.ValidationMetadata.ValidatorMetadata.OfType<RequiredAttribute>())
                if (required.ErrorMessage is null && required.ErrorMessageResourceName is null) required.ErrorMessage = "Bạn chưa nhập mục này.";
        }
    }

    private sealed class ValueBinderProvider : IModelBinderProvider
    {
        private static readonly ValueBinder Dates = new("Bạn chưa nhập ngày.", VietnameseFormat.WhyNotDate, text => VietnameseFormat.TryParseDate(text, out var date) ? date : null);

        private static readonly ValueBinder Decimals = Numbers(number => number), Doubles = Numbers(number => (double)number);

        private static readonly ValueBinder Longs = Whole(text => VietnameseFormat.TryParseWhole(text, out var number) ? number : null), Ints = Whole(text => VietnameseFormat.TryParseWhole(text, out var number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : null);

        public IModelBinder? GetBinder(ModelBinderProviderContext context) => context.Metadata.UnderlyingOrModelType switch
        {
            var type when type == typeof(DateOnly) => Dates,
            var type when type == typeof(decimal) => Decimals,
            var type when type == typeof(double) => Doubles,
            var type when type == typeof(long) => Longs,
            var type when type == typeof(int) => Ints,
            _ => null,
        };

        // Numbers with decimals: the framework reads them with the culture of machines, in which "0,5" is five.
        private static ValueBinder Numbers(Func<decimal, object> of) => new("Bạn chưa nhập số.", text => text.TrimStart() is ['-', _, ..] ? $"“{text}” là số âm. Hãy nhập số từ 0 trở lên." : $"“{text}” không phải một số. Hãy nhập chữ số, phần lẻ sau dấu phẩy, ví dụ 12 hoặc 0,25.",
            text => VietnameseFormat.TryParseDecimal(text, out var number) ? of(number) : null);

        private static ValueBinder Whole(Func<string, object?> read) => new("Bạn chưa nhập mục này.", VietnameseFormat.WhyNotWhole, read);
    }

    /// <summary>A value written as text: nothing is null where that may be, and what cannot be read is said in words (Vietnamese) and kept as typed.</summary>
    private sealed class ValueBinder(string missing, Func<string, string> wrong, Func<string, object?> read) : IModelBinder
    {
        public Task BindModelAsync(ModelBindingContext context)
        {
            var given = context.ValueProvider.GetValue(context.ModelName);
            if (given == ValueProviderResult.None) return Task.CompletedTask;
            context.ModelState.SetModelValue(context.ModelName, given);
            var text = given.FirstValue?.Trim();
            if (string.IsNullOrEmpty(text))
            {
                if (context.ModelMetadata.IsReferenceOrNullableType) context.Result = ModelBindingResult.Success(null);
                else context.ModelState.TryAddModelError(context.ModelName, missing);
            }
            else if (read(text) is { } value) context.Result = ModelBindingResult.Success(value);
            else context.ModelState.TryAddModelError(context.ModelName, wrong(text));
            return Task.CompletedTask;
        }
    }

    private sealed class TextBinderProvider : IModelBinderProvider
    {
        public IModelBinder? GetBinder(ModelBinderProviderContext context) =>
            context.Metadata.ModelType == typeof(string) && context.BindingInfo.BindingSource?.CanAcceptDataFrom(BindingSource.Body) != true ? new TextBinder() : null;
    }

    /// <summary>
    /// As the framework binds text, as it was typed (<see cref="TypedText"/>): from the address too, where no form is.
    /// A text longer than any field asks for (one that takes more says so by StringLength) is refused here already.
    /// </summary>
    private sealed class TextBinder : IModelBinder
    {
        private const int MostLetters = 20_000;

        public Task BindModelAsync(ModelBindingContext context)
        {
            var given = context.ValueProvider.GetValue(context.ModelName);
            if (given == ValueProviderResult.None) return Task.CompletedTask;
            context.ModelState.SetModelValue(context.ModelName, given);
            var text = TypedText.Of(given.FirstValue);
            var most = context.ModelMetadata.ValidatorMetadata.OfType<StringLengthAttribute>().FirstOrDefault()?.MaximumLength ?? MostLetters;
            if (text?.Length > Math.Max(most, MostLetters))
            {
                context.ModelState.TryAddModelError(context.ModelName, "Nội dung quá dài. Hãy rút gọn rồi gửi lại.");
                // Whoever does not ask whether the form is in order must not take it for empty.
                text = text[..(Math.Max(most, MostLetters) + 1)];
            }
            context.Result = ModelBindingResult.Success(context.ModelMetadata.ConvertEmptyStringToNull && string.IsNullOrWhiteSpace(text) ? null : text);
            return Task.CompletedTask;
        }
    }
}
