; What electron-builder's installer does on top for KooSync. It asks for all of it in its own script: customInstall once
; the files lie there, customUnInstall while they still do. An update uninstalls the older version first, and then keeps
; what the newer one needs.

!define KOOSYNC_NODE "$INSTDIR\resources\node\node.exe"
!define KOOSYNC_CLI "$INSTDIR\resources\app.asar.unpacked\out\cli"

; as the app names its entry for starting at login (main/desktop/launch-at-login.ts)
!define KOOSYNC_LOGIN_ITEM "KooSync"

; PATH is edited by our own Node: NSIS cuts a long PATH, and would write that back.
!macro koosyncPath WHAT
  ${if} $installMode == "all"
    nsExec::Exec '"${KOOSYNC_NODE}" "${KOOSYNC_CLI}\path-entry.js" ${WHAT} machine "$INSTDIR\resources\bin"'
  ${else}
    nsExec::Exec '"${KOOSYNC_NODE}" "${KOOSYNC_CLI}\path-entry.js" ${WHAT} user "$INSTDIR\resources\bin"'
  ${endIf}
  Pop $R9
  ${if} $R9 != 0
    DetailPrint "PATH was left as it is ($R9)."
  ${endIf}
  ; programs that start from now on see it: WM_SETTINGCHANGE to every window
  SendMessage 0xFFFF 0x001A 0 "STR:Environment" /TIMEOUT=5000
!macroend

!macro customInstall
  !insertmacro koosyncPath add
  ; links work before the app has been started once; the app writes the same
  WriteRegStr SHELL_CONTEXT "Software\Classes\koosync" "" "URL:koosync"
  WriteRegStr SHELL_CONTEXT "Software\Classes\koosync" "URL Protocol" ""
  WriteRegStr SHELL_CONTEXT "Software\Classes\koosync\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    !insertmacro koosyncPath remove
    ; the entries in the Explorer's menus, which the app wrote for this user
    nsExec::Exec '"${KOOSYNC_NODE}" "${KOOSYNC_CLI}\koosync.js" file-manager remove'
    Pop $R9
    DeleteRegKey SHELL_CONTEXT "Software\Classes\koosync"
    ; the app wrote these for this user, whoever it was installed for
    DeleteRegKey HKCU "Software\Classes\koosync"
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Run" "${KOOSYNC_LOGIN_ITEM}"
    ; what the Task Manager knows of it
    DeleteRegValue HKCU "Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run" "${KOOSYNC_LOGIN_ITEM}"
  ${endIf}
!macroend
