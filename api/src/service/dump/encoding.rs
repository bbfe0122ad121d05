use std::io::Write as _;

use bytes::Bytes;

/// A content coding of HTTP (RFC 9110, section 8.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// `br`.
    Brotli,
    /// `zstd`.
    Zstd,
    /// `gzip`.
    Gzip,
}

/// Up to this size a file is pressed hard, for it is small and asked for often; above, whoever asks first waits less.
const HARD_BYTES: usize = 4 << 20;

impl Encoding {
    /// In the order in which the server prefers them.
    pub const ALL: [Self; 3] = [Self::Brotli, Self::Zstd, Self::Gzip];

    /// Its name in HTTP headers.
    pub fn token(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Zstd => "zstd",
            Self::Gzip => "gzip",
        }
    }

    /// `bytes`, compressed; the same bytes for the same input, for ever.
    pub fn compress(self, bytes: &[u8]) -> Bytes {
        // In a debug build the hard levels take ten times as long, and nobody downloads from it.
        let hard = bytes.len() <= HARD_BYTES && !cfg!(debug_assertions);
        match self {
            Self::Brotli => brotli(bytes, if hard { 9 } else { 4 }),
            Self::Zstd => zstd::bulk::compress(bytes, if hard { 15 } else { 3 }).unwrap_or_default().into(),
            Self::Gzip => gzip(bytes, if hard { 9 } else { 6 }),
        }
    }

    /// `bytes`, compressed while a caller waits.
    pub fn compress_quickly(self, bytes: &[u8]) -> Bytes {
        match self {
            Self::Brotli => brotli(bytes, 4),
            Self::Zstd => zstd::bulk::compress(bytes, 3).unwrap_or_default().into(),
            Self::Gzip => gzip(bytes, 6),
        }
    }
}

fn brotli(bytes: &[u8], quality: i32) -> Bytes {
    let mut compressed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams { quality, ..Default::default() };
    // Reading from and writing to memory cannot fail.
    let _ = brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters);
    compressed.into()
}

fn gzip(bytes: &[u8], level: u32) -> Bytes {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(level));
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn every_coding_gives_the_bytes_back() -> std::io::Result<()> {
        let text = "clause verte ".repeat(1000);
        for hard in [true, false] {
            let of = |encoding: Encoding| {
                if hard { encoding.compress(text.as_bytes()) } else { encoding.compress_quickly(text.as_bytes()) }
            };
            let mut plain = [String::new(), String::new(), String::new()];
            brotli::Decompressor::new(&*of(Encoding::Brotli), 4096).read_to_string(&mut plain[0])?;
            zstd::Decoder::new(&*of(Encoding::Zstd))?.read_to_string(&mut plain[1])?;
            flate2::read::GzDecoder::new(&*of(Encoding::Gzip)).read_to_string(&mut plain[2])?;
            assert!(plain.iter().all(|plain| *plain == text));
        }
        Ok(())
    }
}
