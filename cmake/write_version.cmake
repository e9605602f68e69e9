# Writes OUTPUT from TEMPLATE with VERSION and the git hash of SOURCE_DIR; leaves an unchanged file untouched.

set(GIT_HASH unknown)
find_program(git git)
# A source tree inside somebody else's repository has no .git of its own.
if(git AND EXISTS "${SOURCE_DIR}/.git")
  set(run_git "${git}" -c "safe.directory=*" -C "${SOURCE_DIR}")
  execute_process(COMMAND ${run_git} rev-parse --verify --quiet HEAD
    OUTPUT_VARIABLE hash RESULT_VARIABLE status OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
  if(status EQUAL 0)
    set(GIT_HASH "${hash}")
    execute_process(COMMAND ${run_git} diff-index --quiet HEAD -- RESULT_VARIABLE status OUTPUT_QUIET ERROR_QUIET)
    if(NOT status EQUAL 0)
      string(APPEND GIT_HASH "-dirty")
    endif()
  endif()
endif()
configure_file("${TEMPLATE}" "${OUTPUT}" @ONLY)
