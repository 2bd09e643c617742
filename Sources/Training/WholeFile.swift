import Foundation

/// Replaces a file as a whole: temporary file in the same directory, flush, rename, flush the
/// directory. When anything fails the old file stays, and the temporary one is removed. Only a
/// regular file is replaced: never a device, a pipe, a link or a folder.
package func writeWhole(_ bytes: Data, to path: String) throws(ModelFileError) {
  func failure() -> ModelFileError {
    .unwritable(path: path, reason: String(cString: strerror(errno)))
  }
  let folder = (path as NSString).deletingLastPathComponent
  var old = stat()
  if lstat(path, &old) == 0, old.st_mode & S_IFMT != S_IFREG {
    throw .unwritable(path: path, reason: "it is there and not a regular file")
  }
  // An own name, so that neither another run nor what a killed one left behind is in the way.
  let temporary = "\(path).\(getpid()).tmp"
  unlink(temporary)
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o666)
  guard descriptor >= 0 else { throw failure() }
  var error: ModelFileError?
  bytes.withUnsafeBytes { source in
    var done = 0
    while done < source.count {
      let written = write(descriptor, source.baseAddress! + done, source.count - done)
      if written < 0 && errno == EINTR { continue }
      guard written > 0 else {
        error = failure()
        return
      }
      done += written
    }
  }
  if error == nil && fsync(descriptor) != 0 { error = failure() }
  if close(descriptor) != 0 && error == nil { error = failure() }
  if error == nil && rename(temporary, path) != 0 { error = failure() }
  if let error {
    unlink(temporary)
    throw error
  }
  let directory = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
  guard directory >= 0 else { return }
  // Some file systems cannot flush a directory; the file itself is safe by then.
  _ = fsync(directory)
  close(directory)
}
