"""What a lesson shows and lets you move."""
