"""What the words and dates of sheets mean: asked once of a person, and remembered ever after."""
