using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace ChatOps.Adapters.Storage;

/// <summary>Encrypts the keys of the key ring with one derived from the host's key file (AES-256-GCM), so that the database alone reveals nothing.</summary>
internal sealed class KeyRingCipher(IServiceProvider services) : IXmlEncryptor, IXmlDecryptor
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <inheritdoc/>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        var plain = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        var sealedBytes = new byte[NonceLength + TagLength + plain.Length];
        var nonce = sealedBytes.AsSpan(0, NonceLength);
        RandomNumberGenerator.Fill(nonce);
        using (var cipher = new AesGcm(Key(), TagLength))
            cipher.Encrypt(nonce, plain, sealedBytes.AsSpan(NonceLength + TagLength), sealedBytes.AsSpan(NonceLength, TagLength));
        return new EncryptedXmlInfo(new XElement("sealed", Convert.ToBase64String(sealedBytes)), typeof(KeyRingCipher));
    }

    /// <inheritdoc/>
    public XElement Decrypt(XElement encryptedElement)
    {
        var sealedBytes = Convert.FromBase64String(encryptedElement.Value).AsSpan();
        var plain = new byte[sealedBytes.Length - NonceLength - TagLength];
        using (var cipher = new AesGcm(Key(), TagLength))
            cipher.Decrypt(sealedBytes[..NonceLength], sealedBytes[(NonceLength + TagLength)..], sealedBytes.Slice(NonceLength, TagLength), plain);
        return XElement.Parse(Encoding.UTF8.GetString(plain));
    }

    private byte[] Key() => services.GetRequiredService<HostKeys>().Derive("data-protection");
}
