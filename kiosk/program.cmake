# The kiosk itself: what the store holds as a model (snapshot), the state that turns (app), and main.
# Both modules live in this folder; pages and ui never see it.
module(snapshot
  SOURCES checked.c data_folder.c snapshot_archive.c snapshot_compliance.c snapshot_facts.c snapshot_issue.c snapshot_item.c snapshot_lists.c snapshot_model.c
          snapshot_people.c snapshot_said.c snapshot_search.c
  USES seal store wire rules record base words pages) # seal first: ui has a hash.h of its own
module(app
  SOURCES app.c app_aloud.c app_apply.c app_mounting.c app_print.c app_writing.c care.c child.c frame_note.c lookup.c mounting.c secret.c staff_books.c staff_desk.c staff_mode.c submit.c upload.c
          lookout.c
  USES snapshot input voice print ui)
find_package(Threads REQUIRED)
target_link_libraries(app PRIVATE Threads::Threads)
program(noticepoint-kiosk SOURCES main.c USES app helper)
# The clock is never believed to be before the program was made (DESIGN "Time").
string(TIMESTAMP built "%s" UTC) # honours SOURCE_DATE_EPOCH
set_source_files_properties(main.c PROPERTIES COMPILE_DEFINITIONS "NOTICEPOINT_BUILD_S=${built}")
