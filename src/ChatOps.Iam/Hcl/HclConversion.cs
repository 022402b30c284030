using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ChatOps.Iam.Hcl;

/// <summary>HCL as JSON, in the shape that the hcl2json tools agree on.</summary>
public static class HclConversion
{
    /// <summary>Converts a text.</summary>
    /// <param name="text">The text of a <c>.tf</c> or <c>.tfvars</c> file.</param>
    /// <returns>The JSON, or where and why it is no HCL (<c>line,column: sentence</c>).</returns>
    public static (string? Json, string? Error) ToJson(string text)
    {
        var file = HclFile.Parse(text);
        if (file.Body is null)
            return (null, file.Error!.ToString());
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
            HclJson.Write(file, writer);
        return (Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length), null);
    }
}
