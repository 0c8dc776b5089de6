"""What `ecosys audit` needs of files, and how it shows what it found."""
