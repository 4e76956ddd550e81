; What the installer that is tried under Wine leaves out of electron-builder's script: the search for a KooSync that runs. It
; asks PowerShell, which Wine has not, and hands pointers about as numbers of 32 bits.
!macro customCheckAppRunning
!macroend
