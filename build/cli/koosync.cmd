@"%~dp0..\node\node.exe" --max-semi-space-size=8 "%~dp0..\app.asar.unpacked\out\cli\koosync.js" %*
