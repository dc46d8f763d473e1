/// The version of this build, as manifests and `--version` tell it.
public enum Version {
  public static let current = "0.1.0"
  public static let generator = "cora \(current)"
}
