package import Foundation

/// SHA-256, which names the exact file that a record was made from.
///
/// It is written out here because the Swift package that has it compiles all of BoringSSL into every checkout on Linux.
/// It guards against mistakes, not against timing attacks: nothing it hashes is a secret.
///
/// Reference: NIST, FIPS 180-4, sections 4.1.2, 4.2.2, 5.1.1, 5.3.3 and 6.2.
package struct SHA256 {
  private var h: (UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32, UInt32) = (
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19
  )

  /// The digest of all bytes, as 64 lowercase hexadecimal digits.
  ///
  /// - Complexity: O(n)
  package static func hexDigest(of data: Data) -> String {
    var hash = SHA256()
    data.withUnsafeBytes { bytes in
      let whole = bytes.count / 64 * 64
      hash.absorb(UnsafeRawBufferPointer(rebasing: bytes[..<whole]))
      // Padding: the bit 1, zeros up to 8 bytes below a multiple of 64, the length in bits, big-endian.
      var tail = Array(bytes[whole...])
      tail.append(0x80)
      tail.append(contentsOf: repeatElement(0, count: (120 - tail.count % 64) % 64))
      withUnsafeBytes(of: (UInt64(bytes.count) * 8).bigEndian) { tail.append(contentsOf: $0) }
      tail.withUnsafeBytes { hash.absorb($0) }
    }
    let words = [hash.h.0, hash.h.1, hash.h.2, hash.h.3, hash.h.4, hash.h.5, hash.h.6, hash.h.7]
    return words.map { word in
      let digits = String(word, radix: 16)
      return String(repeating: "0", count: 8 - digits.count) + digits
    }.joined()
  }

  /// Adds whole blocks of 64 bytes.
  private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { w in
      Self.k.withUnsafeBufferPointer { k in
        for start in stride(from: 0, to: bytes.count, by: 64) {
          for t in 0..<16 {
            w[t] = UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: start + 4 * t, as: UInt32.self))
          }
          for t in 16..<64 {
            let (x, y) = (w[t - 15], w[t - 2])
            let σ0 = rotated(x, 7) ^ rotated(x, 18) ^ (x >> 3)
            let σ1 = rotated(y, 17) ^ rotated(y, 19) ^ (y >> 10)
            w[t] = σ1 &+ w[t - 7] &+ σ0 &+ w[t - 16]
          }
          var (a, b, c, d, e, f, g, i) = h
          for t in 0..<64 {
            let Σ1 = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let t1 = i &+ Σ1 &+ ((e & f) ^ (~e & g)) &+ k[t] &+ w[t]
            let Σ0 = rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)
            let t2 = Σ0 &+ ((a & b) ^ (a & c) ^ (b & c))
            (i, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
          }
          h = (h.0 &+ a, h.1 &+ b, h.2 &+ c, h.3 &+ d, h.4 &+ e, h.5 &+ f, h.6 &+ g, h.7 &+ i)
        }
      }
    }
  }

  /// The first 32 bits of the fractional parts of the cube roots of the first 64 primes.
  private static let k: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
  ]
}

@inline(__always)
private func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
  (word &>> count) | (word &<< (32 &- count))
}
