using System.Net;

namespace SmsBridge.Hosting;

/// <summary>Lets answers be read up to a number of bytes, and takes away the charset that they claim.</summary>
internal sealed class LimitedAnswers(long mostBytes, HttpMessageHandler inner) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        response.Content = new LimitedContent(response.Content, mostBytes);
        return response;
    }

    private sealed class LimitedContent : HttpContent
    {
        private readonly HttpContent content;
        private readonly long mostBytes;

        public LimitedContent(HttpContent content, long mostBytes)
        {
            (this.content, this.mostBytes) = (content, mostBytes);
            foreach (var header in content.Headers.NonValidated)
            {
                Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            // All that is read as text is JSON, which is UTF-8. A charset that .NET does not know would make reading throw.
            if (Headers.ContentType is { CharSet: not null } type)
            {
                type.CharSet = null;
            }
        }

        protected override async Task<Stream> CreateContentReadStreamAsync() =>
            new LimitedStream(await content.ReadAsStreamAsync(), mostBytes);

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await using var limited = await CreateContentReadStreamAsync();
            await limited.CopyToAsync(stream);
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
        {
            await using var limited = await CreateContentReadStreamAsync();
            await limited.CopyToAsync(stream, cancellationToken);
        }

        /// <summary>What the server says about the length is kept as a header and not relied on.</summary>
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                content.Dispose();
            }

            base.Dispose(disposing);
        }
    }

    private sealed class LimitedStream(Stream stream, long mostBytes) : Stream
    {
        private long count;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Count(stream.Read(buffer, offset, count));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await stream.ReadAsync(buffer, cancellationToken));

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }

        /// <exception cref="HttpIOException">More came than may; <see cref="HttpContent"/> makes an <see cref="HttpRequestException"/> of it.</exception>
        private int Count(int read) =>
            (count += read) <= mostBytes
                ? read
                : throw new HttpIOException(HttpRequestError.ConfigurationLimitExceeded, $"The answer has more than {mostBytes} bytes.");
    }
}
