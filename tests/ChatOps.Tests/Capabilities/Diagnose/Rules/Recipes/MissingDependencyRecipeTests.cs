using ChatOps.Capabilities.Diagnose.Rules.Recipes;

namespace ChatOps.Tests.Capabilities.Diagnose.Rules.Recipes;

public class MissingDependencyRecipeTests
{
    private static RecipeResult Run(string file, string module, params (string Path, string Text)[] files) => Apply.To(new MissingDependencyRecipe(), file, [("module", module)], files);

    private static readonly (string Path, string Text) UsesYaml = ("src/app.py", "import os\nimport yaml\n");

    [Theory]
    [InlineData("requests\nboto3>=1.34\n", "requests\nboto3>=1.34\nPyYAML\n")]
    [InlineData("# web\r\nrequests", "# web\r\nrequests\r\nPyYAML\r\n")]
    [InlineData("", "PyYAML\n")]
    public void A_distribution_is_added_to_requirements_under_its_own_name(string before, string after) =>
        Assert.Equal(after, Run("src/app.py", "yaml", UsesYaml, ("requirements.txt", before)).Files["requirements.txt"]);

    [Fact]
    public void The_nearest_manifest_is_changed()
    {
        var result = Run("services/a/app.py", "cv2.utils", ("services/a/app.py", "from cv2 import utils\n"), ("requirements.txt", "requests\n"), ("services/a/requirements.txt", "numpy\n"));

        Assert.Equal("numpy\nopencv-python-headless\n", result.Files["services/a/requirements.txt"]);
    }

    [Theory]
    [InlineData("[project]\nname = \"x\"\ndependencies = [\n    \"requests>=2\", # http\n]\n", "\n    \"requests>=2\", # http\n    \"PyYAML\",\n]")]
    [InlineData("[project]\ndependencies = [\n  'requests'\n]\n", "\n  'requests',\n  'PyYAML'\n]")]
    public void A_distribution_is_added_to_pyproject(string before, string expected) =>
        Assert.Contains(expected, Run("src/app.py", "yaml", UsesYaml, ("pyproject.toml", before)).Files["pyproject.toml"], StringComparison.Ordinal);

    [Theory]
    [InlineData("yaml", "requests==2.32.0\nboto3==1.34.1\n", "pinned")]
    [InlineData("yaml", "pyyaml>=6\n", "already declares PyYAML")]
    [InlineData("json", "requests\n", "comes with Python")]
    [InlineData("google.cloud", "requests\n", "several distributions")]
    [InlineData("pandas", "requests\n", "No code of this repository imports pandas")]
    [InlineData("src.helpers", "requests\n", "is in this repository")]
    public void Where_it_is_not_certain_nothing_is_changed(string module, string requirements, string reason)
    {
        var result = Run("src/app.py", module, UsesYaml, ("requirements.txt", requirements));

        Assert.Empty(result.Files);
        Assert.Contains(reason, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_package_used_in_production_moves_out_of_the_development_ones()
    {
        const string before = "{\n  \"dependencies\": {\n    \"axios\": \"^1.0.0\",\n    \"zod\": \"^3.0.0\"\n  },\n  \"devDependencies\": {\n    \"jest\": \"^29.0.0\",\n    \"lodash\": \"^4.17.21\"\n  }\n}\n";

        var result = Run("src/a.js", "lodash/fp", ("src/a.js", "require('lodash/fp')"), ("package.json", before));

        Assert.Equal("{\n  \"dependencies\": {\n    \"axios\": \"^1.0.0\",\n    \"lodash\": \"^4.17.21\",\n    \"zod\": \"^3.0.0\"\n  },\n  \"devDependencies\": {\n    \"jest\": \"^29.0.0\"\n  }\n}\n", result.Files["package.json"]);
    }

    [Theory]
    [InlineData("left-pad", "npm install left-pad")]
    [InlineData("@acme/orders/lib", "npm install @acme/orders")]
    [InlineData("axios", "already declares axios")]
    [InlineData("./config", "is a file of the program itself")]
    public void A_package_without_a_known_version_is_left_to_npm(string module, string reason)
    {
        var result = Run("src/a.js", module, ("package.json", "{\"dependencies\": {\"axios\": \"1\"}}"));

        Assert.Empty(result.Files);
        Assert.Contains(reason, result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_gem_is_added_where_gems_carry_no_versions()
    {
        var result = Run("app/a.rb", "csv", ("Gemfile", "source \"https://rubygems.org\"\n\ngem \"rails\", \"~> 7.1\"\ngem \"pg\"\n\ngroup :test do\n  gem \"rspec\"\nend\n"));

        Assert.Contains("gem \"pg\"\ngem \"csv\"\n\ngroup", result.Files["Gemfile"], StringComparison.Ordinal);
        Assert.Empty(Run("app/a.rb", "csv", ("Gemfile", "gem 'rails', '7.1'\n")).Files);
        Assert.Empty(Run("app/a.rb", "acme/orders", ("Gemfile", "gem 'rails'\n")).Files);
    }

    [Fact]
    public void A_centrally_managed_package_is_added_to_the_project()
    {
        const string project = "<Project Sdk=\"Microsoft.NET.Sdk\">\r\n  <ItemGroup>\r\n    <PackageReference Include=\"Dapper\" />\r\n  </ItemGroup>\r\n</Project>\r\n";
        (string, string) central = ("Directory.Packages.props", "<Project><ItemGroup><PackageVersion Include=\"Polly\" Version=\"8.0.0\" /></ItemGroup></Project>");

        var result = Apply.To(new MissingDependencyRecipe(), "src/App/A.cs", [("assembly", "Polly")], ("src/App/App.csproj", project), central);
        var unmanaged = Apply.To(new MissingDependencyRecipe(), "src/App/A.cs", [("assembly", "Serilog")], ("src/App/App.csproj", project), central);

        Assert.Equal(["+    <PackageReference Include=\"Polly\" />\r"], Apply.Changes(project, result.Files["src/App/App.csproj"]));
        Assert.Empty(unmanaged.Files);
    }
}
