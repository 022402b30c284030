using Amazon.Runtime;
using ChatOps.Adapters.Aws;

namespace ChatOps.Tests.Adapters.Aws;

public sealed class AwsKeyTests
{
    [Fact]
    public async Task Credentials_that_were_not_there_at_first_are_found_without_a_restart()
    {
        var tries = 0;
        var chain = AwsKey.Once(() => ++tries == 1 ? throw new AmazonClientException("no credentials yet") : new BasicAWSCredentials("AKIDEXAMPLE", "secret"));

        Assert.Null(await AwsKey.FromAsync(chain, CancellationToken.None));
        Assert.Equal("AKIDEXAMPLE", (await AwsKey.FromAsync(chain, CancellationToken.None))?.Id);
        await AwsKey.FromAsync(chain, CancellationToken.None);

        Assert.Equal(2, tries);
    }
}
