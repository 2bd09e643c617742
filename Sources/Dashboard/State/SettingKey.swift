/// Keys of settings that the screen treats in their own way.
package enum SettingKey {
  package static let learningRate = "training.learning_rate"
}
