using System.Collections.Frozen;

namespace ChatOps.Capabilities.Diagnose.Rules.Recipes;

/// <summary>Which distribution brings a Python module or a Ruby file, where the names differ; and what the languages bring themselves.</summary>
internal static class Distributions
{
    private static readonly FrozenDictionary<string, string> Python = new Dictionary<string, string>
    {
        ["yaml"] = "PyYAML",
        ["cv2"] = "opencv-python-headless",
        ["PIL"] = "Pillow",
        ["bs4"] = "beautifulsoup4",
        ["sklearn"] = "scikit-learn",
        ["skimage"] = "scikit-image",
        ["dateutil"] = "python-dateutil",
        ["dotenv"] = "python-dotenv",
        ["jwt"] = "PyJWT",
        ["psycopg2"] = "psycopg2-binary",
        ["MySQLdb"] = "mysqlclient",
        ["serial"] = "pyserial",
        ["Crypto"] = "pycryptodome",
        ["OpenSSL"] = "pyOpenSSL",
        ["docx"] = "python-docx",
        ["pptx"] = "python-pptx",
        ["magic"] = "python-magic",
        ["git"] = "GitPython",
        ["github"] = "PyGithub",
        ["gitlab"] = "python-gitlab",
        ["slugify"] = "python-slugify",
        ["multipart"] = "python-multipart",
        ["jose"] = "python-jose",
        ["ldap"] = "python-ldap",
        ["fitz"] = "PyMuPDF",
        ["usb"] = "pyusb",
        ["zmq"] = "pyzmq",
        ["attr"] = "attrs",
        ["pkg_resources"] = "setuptools",
        ["rest_framework"] = "djangorestframework",
        ["corsheaders"] = "django-cors-headers",
        ["environ"] = "django-environ",
        ["flask_cors"] = "Flask-Cors",
        ["flask_sqlalchemy"] = "Flask-SQLAlchemy",
        ["jinja2"] = "Jinja2",
        ["werkzeug"] = "Werkzeug",
        ["markdown"] = "Markdown",
        ["pymysql"] = "PyMySQL",
        ["nacl"] = "PyNaCl",
        ["dns"] = "dnspython",
        ["ruamel"] = "ruamel.yaml",
        ["telegram"] = "python-telegram-bot",
        ["aws_lambda_powertools"] = "aws-lambda-powertools",
        ["aws_xray_sdk"] = "aws-xray-sdk",
        ["confluent_kafka"] = "confluent-kafka",
        ["kafka"] = "kafka-python",
        ["snowflake"] = "snowflake-connector-python",
        ["Levenshtein"] = "python-Levenshtein",
        ["pythonjsonlogger"] = "python-json-logger",
        ["sentry_sdk"] = "sentry-sdk",
        ["prometheus_client"] = "prometheus-client",
        ["typing_extensions"] = "typing-extensions",
    }.ToFrozenDictionary();

    // Namespaces shared by many distributions: which one is meant is not in the import.
    private static readonly FrozenSet<string> Shared = new[] { "google", "azure", "opentelemetry", "zope", "backports", "sphinxcontrib" }.ToFrozenSet();

    private static readonly FrozenSet<string> Standard =
        ("abc argparse array ast asyncio atexit base64 binascii bisect builtins bz2 calendar cmath collections concurrent configparser contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib dis email enum errno faulthandler " +
         "fnmatch fractions ftplib functools gc getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib imp importlib inspect io ipaddress itertools json keyword linecache locale logging lzma mailbox marshal math mimetypes mmap " +
         "multiprocessing numbers operator os pathlib pickle pkgutil platform plistlib pprint profile queue quopri random re readline resource secrets select selectors shelve shlex shutil signal site smtplib socket socketserver sqlite3 ssl stat " +
         "statistics string struct subprocess sys sysconfig syslog tarfile tempfile termios textwrap threading time timeit tkinter token tokenize tomllib trace traceback tracemalloc types typing unicodedata unittest urllib uuid venv warnings wave " +
         "weakref webbrowser wsgiref xml xmlrpc zipfile zipimport zlib zoneinfo distutils").Split(' ').ToFrozenSet();

    /// <summary>The distribution of a Python module; null when it comes with Python or cannot be told.</summary>
    public static string? OfPython(string module)
    {
        var top = module.Split('.')[0];
        return Standard.Contains(top) || Shared.Contains(top) || top.Length == 0 ? null : Python.GetValueOrDefault(top, top);
    }

    /// <summary>The spelling by which indexes compare Python names (PEP 503).</summary>
    public static string Normal(string name) => string.Join('-', name.ToLowerInvariant().Split(['-', '_', '.'], StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The gem that brings a Ruby file; null when it cannot be told.</summary>
    public static string? OfRuby(string file) => file switch
    {
        "csv" or "bigdecimal" or "webrick" or "rexml" or "base64" or "mutex_m" or "drb" or "observer" or "abbrev" or "getoptlong" or "rinda" or "nkf" or "syslog" or "matrix" or "prime" or "racc" or "ostruct" or "logger" => file,
        "active_support" => "activesupport",
        "active_record" => "activerecord",
        "aws-sdk-s3" or "nokogiri" or "sidekiq" or "redis" or "pg" or "faraday" or "httparty" or "puma" or "rack" or "json" or "dotenv" or "mysql2" or "sqlite3" => file,
        _ => null,
    };
}
