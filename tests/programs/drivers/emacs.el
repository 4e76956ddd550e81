;; Emacs edits a document: saved for every line that is read, each answered by a line. The document and how backups are
;; made stand in the environment.
(let ((always (equal (getenv "BACKUPS") "always")))
  (find-file (getenv "DOCUMENT"))
  (princ "made\n")
  (condition-case nil
      (while t
        (let ((line (read-from-minibuffer "")))
          (goto-char (point-max))
          (insert line "\n")
          ;; 16: a backup of what stands there is made at every save
          (save-buffer (if always 16 nil))
          (princ "saved\n")))
    (error nil)))
