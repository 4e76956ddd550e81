"""LibreOffice writes a document: made first, then changed and saved for every line that is read, each answered by a line.

Usage: libreoffice.py PIPE DOCUMENT. LibreOffice listens at the pipe of that name.
"""
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException

pipe, document = sys.argv[1:]
context = uno.getComponentContext()
resolver = context.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", context)
for _ in range(600):
    try:
        office = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        break
    except NoConnectException:
        time.sleep(0.1)
desktop = office.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", office)
hidden = PropertyValue("Hidden", 0, True, 0)
text = desktop.loadComponentFromURL("private:factory/swriter", "_blank", 0, (hidden,))
text.storeAsURL(uno.systemPathToFileUrl(document), ())
print("made", flush=True)
for line in sys.stdin:
    text.Text.insertString(text.Text.End, line, False)
    text.store()
    print("saved", flush=True)
text.close(True)
