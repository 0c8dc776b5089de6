"""What `ecosys reprice` needs of files, and how it shows what it found."""
