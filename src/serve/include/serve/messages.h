/* Messages of the room serve. H101–H129 what clients are answered, H130–H149 what the command says. */
#ifndef HT_SERVE_MESSAGES_H
#define HT_SERVE_MESSAGES_H

#include "base/message_rows.h"

X(SERVE_TOKEN, ERROR, "H101", N_("this needs the header Authorization: Bearer TOKEN, with a token that is valid"), NULL)
X(SERVE_HOST, ERROR, "H102", N_("the server is not called {1}; call it by its address, or start it with --host"), NULL)
X(SERVE_ORIGIN, ERROR, "H103", N_("pages of other sites may not use this server"), NULL)
X(SERVE_NO_CALL, ERROR, "H104", N_("there is no {1}; /v1/openapi.json describes all calls"), NULL)
X(SERVE_METHOD, ERROR, "H105", N_("{1} does not take the method {2}"), NULL)
X(SERVE_LARGE, ERROR, "H106", N_("the body is larger than {1} MiB; send less"), NULL)
X(SERVE_HTTP, ERROR, "H107", N_("the request is not valid HTTP as this server takes it: {1}"), NULL)
X(SERVE_BUSY, ERROR, "H108", N_("too many requests are waiting; try again in a moment"), NULL)
X(SERVE_TICKET, ERROR, "H109", N_("this ticket was used, or is too old; start `hongtou serve` again for a new one"),
  NULL)
X(SERVE_PASSWORD, ERROR, "H110", N_("wrong password"), NULL)
X(SERVE_TRIES, ERROR, "H111", N_("too many wrong passwords; try again in a minute"), NULL)
X(SERVE_PARAMETER, ERROR, "H112", N_("the parameter {1} cannot be {2}; see /v1/openapi.json"), NULL)
X(SERVE_CRASH, ERROR, "H114",
  N_("the process that did this broke down ({1}); nothing else is affected. Please report this, with the record"), NULL)
X(SERVE_TIMEOUT, ERROR, "H115", N_("stopped at the time limit ({1} s); make the record smaller"), NULL)
X(SERVE_MEMORY, ERROR, "H116", N_("stopped at the memory limit ({1} MiB); make the record smaller"), NULL)
X(SERVE_PATH, ERROR, "H119",
  N_("{1} is not a file that can be served: it leads out of the folder, or is hidden or special"), NULL)
X(SERVE_CHANGED, ERROR, "H117", N_("{1} was changed meanwhile; compare it with what is here, and save with its ETag"),
  NULL)
X(SERVE_CONDITION, ERROR, "H118",
  N_("say which version of {1} is replaced: If-Match with its ETag, or If-None-Match: * for a new one"), NULL)
X(SERVE_NO_RECORD, ERROR, "H120", N_("there is no {1}"), NULL)
X(SERVE_DISK, ERROR, "H121", N_("{1} could not be read or written: {2}; what was there is unchanged"), NULL)
X(SERVE_KIND, ERROR, "H122", N_("files are not kept under the name {1}; records end in .md, .yaml or .json"), NULL)
X(SERVE_NOMEM, ERROR, "H123", N_("out of memory; nothing was done"), NULL)
X(SERVE_FAULTY, ERROR, "H124", N_("the record has errors; the diagnostics say which"), NULL)
X(SERVE_SITE, ERROR, "H125", N_("the request says that it comes from another site"), NULL)
X(SERVE_BODY, ERROR, "H126", N_("the body is not what this takes: {1}"), NULL)
X(SERVE_UNCONFINED, ERROR, "H127",
  N_("this file is read by another program, which the server's confinement does not allow"), NULL)

X(SERVE_ENDING, ERROR, "H128", N_("the server is being stopped; try again in a moment"), NULL)

X(SERVE_LISTEN, ERROR, "H130", N_("cannot listen on {1}: {2}"), NULL)
X(SERVE_ADDRESS, ERROR, "H131", N_("\"{1}\" is no address; write ADDRESS:PORT, :PORT or unix:PATH"), NULL)
X(SERVE_OPEN_WORLD, ERROR, "H132",
  N_("{1} can be reached from other machines, so it needs --token-file, --password-file or HONGTOU_TOKEN"), NULL)
X(SERVE_TLS, NOTE, "H133",
  N_("passwords and documents cross the network unencrypted; put a reverse proxy with TLS in front, as `man hongtou` "
     "shows"),
  NULL)
X(SERVE_PORT_TAKEN, WARNING, "H134",
  N_("port {1} is taken, so {2} is used; drafts that a browser keeps are under the old address"), NULL)
X(SERVE_PORTS_TAKEN, ERROR, "H135", N_("ports {1} to {2} are all taken; give one with --listen"), NULL)
X(SERVE_KEY, ERROR, "H136", N_("cannot read or write the file {1}: {2}"), NULL)
X(SERVE_WORKER, ERROR, "H137", N_("cannot start a worker process: {1}"), NULL)
X(SERVE_ACTIVATION, ERROR, "H138", N_("systemd passed {1} sockets; one is needed"), NULL)
X(SERVE_STATE, ERROR, "H139",
  N_("cannot make the folder {1}, which the server needs for its key: {2}; let the variable XDG_STATE_HOME name a "
     "folder that may be written"),
  NULL)

#undef X

#endif
